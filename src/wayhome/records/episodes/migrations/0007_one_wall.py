"""The whole wall, said once: parts and care, emergency looks, and from whom a child is hidden.

A child is hidden from whoever they are kept from, and, where the record is sealed, from whoever is
not on every list. Nothing opens a hidden child: no part, no care, no look in an emergency, and
nothing that an agency has to do or said itself.
"""

from django.db import migrations

from wayhome.platform.row_security import policies

# Of most children nothing is hidden from anybody, and that is found without asking who looks.
IS_HIDDEN = """
BEGIN
    IF NOT wall_is_guarded(wanted) THEN
        RETURN false;
    END IF;
    RETURN wall_kept_from(wanted) OR NOT wall_may_know(wanted);
END
"""
HIDES_EPISODE = """
BEGIN
    RETURN wall_is_hidden((SELECT child_id FROM episodes_episode WHERE id = wanted));
END
"""
SEES_EPISODE = """
DECLARE
    child uuid := (SELECT child_id FROM episodes_episode WHERE id = wanted);
BEGIN
    RETURN (EXISTS (
        SELECT FROM episodes_party
         WHERE episode_id = wanted AND agency_id = wall_agency() AND ended_at IS NULL)
        OR wall_has_opened(child)) AND NOT wall_is_hidden(child);
END
"""
CARES_FOR = """
DECLARE
    mine uuid := wall_agency();
BEGIN
    RETURN coalesce((
        SELECT mine IN (responsible_authority_id, host_authority_id, placement_id, home_force_id,
                        host_force_id, school_id, health_id)
          FROM children_carearrangement
         WHERE child_id = wanted
         ORDER BY since DESC, id DESC LIMIT 1), false) AND NOT wall_is_hidden(wanted);
END
"""
SEES_CHILD = """
BEGIN
    RETURN (EXISTS (
        SELECT FROM episodes_episode AS episode
          JOIN episodes_party AS party ON party.episode_id = episode.id
         WHERE episode.child_id = wanted
           AND party.agency_id = wall_agency() AND party.ended_at IS NULL
        ) OR wall_cares_for(wanted) OR wall_has_opened(wanted)) AND NOT wall_is_hidden(wanted);
END
"""
# What is learned of a child after an episode closed is nothing for a home, a school, a health
# service, whoever reported or whoever offered the interview, unless they were asked anew.
SEES_OF_CHILD = """
BEGIN
    RETURN (EXISTS (
        SELECT FROM episodes_episode AS episode
          JOIN episodes_party AS party ON party.episode_id = episode.id
         WHERE episode.child_id = wanted
           AND party.agency_id = wall_agency() AND party.ended_at IS NULL
           AND (episode.closed_at IS NULL
                OR known_at <= episode.closed_at
                OR party.capacity NOT IN
                   ('placement', 'school', 'health', 'reporter', 'interview_provider')
                OR (party.capacity = 'interview_provider' AND party.finished_at IS NULL
                    AND party.recorded_at > episode.closed_at))
        ) OR wall_cares_for(wanted) OR wall_has_opened(wanted)) AND NOT wall_is_hidden(wanted);
END
"""
ASKED_OF_US = """
BEGIN
    RETURN EXISTS (
        SELECT FROM support_planaction AS action JOIN support_plan AS plan ON plan.id = action.plan_id
         WHERE plan.episode_id = wanted AND action.agency_id = wall_agency()
           AND action.done_at IS NULL AND action.stood_down_at IS NULL)
       AND NOT wall_hides_episode(wanted);
END
"""
SUPPORT_IS_OURS = """
BEGIN
    RETURN EXISTS (
        SELECT FROM support_planaction WHERE plan_id = wanted AND agency_id = wall_agency())
       AND NOT wall_hides_episode((SELECT episode_id FROM support_plan WHERE id = wanted));
END
"""
# Most who look see by a part alone, and this is asked once: only where it is so, each row without
# a part is asked about.
REACHES_FURTHER = """
DECLARE
    mine uuid := wall_agency();
BEGIN
    RETURN EXISTS (
        SELECT FROM emergency_breakglass
         WHERE practitioner_id = wall_me() AND child_id IS NOT NULL AND ended_at IS NULL
           AND reviewed_at IS NULL
        ) OR EXISTS (
        SELECT FROM emergency_breakglass
         WHERE agency_id = mine AND child_id IS NOT NULL AND reviewed_at IS NULL
        ) OR EXISTS (
        SELECT FROM support_planaction
         WHERE agency_id = mine AND done_at IS NULL AND stood_down_at IS NULL);
END
"""
QUESTIONS = (
    ("wall_is_hidden", "wanted uuid", IS_HIDDEN),
    ("wall_hides_episode", "wanted uuid", HIDES_EPISODE),
    ("wall_sees_episode", "wanted uuid", SEES_EPISODE),
    ("wall_cares_for", "wanted uuid", CARES_FOR),
    ("wall_sees_child", "wanted uuid", SEES_CHILD),
    ("wall_sees_of_child", "wanted uuid, known_at timestamptz", SEES_OF_CHILD),
    ("wall_asked_of_us", "wanted uuid", ASKED_OF_US),
    ("wall_support_is_ours", "wanted uuid", SUPPORT_IS_OURS),
)
# A part of one's own, of an episode whose child is not hidden: asked only where it may be.
OWN_PART = f"(agency_id = {policies.MY_AGENCY} AND ended_at IS NULL"
OWN_PART += " AND (NOT guarded OR NOT wall_hides_episode(episode_id)))"
EPISODE = f"{policies.has_part('episodes_episode.id')} OR ({policies.REACHES_FURTHER} AND ("
EPISODE += "wall_sees_episode(id) OR wall_asked_of_us(id)"
EPISODE += " OR (wall_our_look(child_id) AND NOT wall_is_hidden(child_id))))"
# Whoever is shown an episode is shown its child, and most are found so.
CHILD = policies.there_is("FROM episodes_episode AS e WHERE e.child_id = children_child.id")
CHILD += f" OR wall_sees_child(id) OR ({policies.REACHES_FURTHER} AND ("
CHILD += "wall_asked_of_us_for(id) OR (wall_our_look(id) AND NOT wall_is_hidden(id))))"
# What an agency has to do, was told or said itself is its own, whatever its part.
OWN = {
    "response_step": "owner_agency_id",
    "response_duty": "owner_agency_id",
    "response_notice": "agency_id",
    "response_handover": "to_agency_id",
    "intake_missingreport": "reporter_agency_id",
    "interviews_referral": "provider_id",
    "interviews_offer": "provider_id",
}


def own(column: str, hidden: str = "wall_hides_episode(episode_id)") -> str:
    """That a row is the agency's own, and not of a child who is hidden from who looks."""
    return f"({column} = {policies.MY_AGENCY} AND NOT {hidden})"


OF_A_PLAN = policies.there_is("FROM support_plan AS p WHERE p.id = plan_id")


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0006_guarded"),
        ("protection", "0003_walls"),
        ("emergency", "0005_told"),
        ("intake", "0005_walls"),
        ("response", "0015_walls"),
        ("interviews", "0004_walls"),
        ("support", "0004_walls"),
    ]
    operations = [
        policies.function("wall_reaches_further", answers="boolean", body=REACHES_FURTHER),
        *(
            policies.function(name, takes=takes, answers="boolean", body=body)
            for name, takes, body in QUESTIONS
        ),
        policies.guarded("episodes_party", read=f"{OWN_PART} OR wall_sees_episode(episode_id)"),
        policies.guarded("episodes_episode", read=EPISODE),
        policies.guarded("children_child", read=CHILD),
        *(policies.of_episode(table, also=(own(column),)) for table, column in OWN.items()),
        policies.of_child(
            "interviews_interview", also=(own("provider_id", "wall_is_hidden(child_id)"),)
        ),
        policies.guarded("support_planaction", read=OF_A_PLAN),
    ]
