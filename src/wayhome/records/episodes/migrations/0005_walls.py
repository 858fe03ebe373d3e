"""Which episodes and children the database shows to whom: visibility, said again in the database.

Tests hold the two equal, over random worlds.
"""

from django.db import migrations

from wayhome.platform.row_security import policies

SEES_EPISODE = """
BEGIN
    RETURN EXISTS (
        SELECT FROM episodes_party
         WHERE episode_id = wanted AND agency_id = wall_agency() AND ended_at IS NULL);
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
         ORDER BY since DESC, id DESC LIMIT 1), false);
END
"""
# What is learned of a child after an episode closed is nothing for a home, a school, a health
# service, whoever reported or whoever offered the interview, unless they were asked anew.
SEES_OF_CHILD = """
BEGIN
    RETURN EXISTS (
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
        ) OR wall_cares_for(wanted);
END
"""
SEES_CHILD = """
BEGIN
    RETURN EXISTS (
        SELECT FROM episodes_episode AS episode
          JOIN episodes_party AS party ON party.episode_id = episode.id
         WHERE episode.child_id = wanted
           AND party.agency_id = wall_agency() AND party.ended_at IS NULL
        ) OR wall_cares_for(wanted);
END
"""
BY_CHILD = ("children_childdetail", "children_contact", "children_carearrangement")
BY_CHILD += ("children_childmarker", "children_identifier")


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0004_part_finished"),
        ("children", "0003_why_corrected"),
        ("practitioners", "0003_sign_ins"),
    ]
    operations = [
        policies.function(
            "wall_sees_episode", takes="wanted uuid", answers="boolean", body=SEES_EPISODE
        ),
        policies.function("wall_cares_for", takes="wanted uuid", answers="boolean", body=CARES_FOR),
        policies.function(
            "wall_sees_child", takes="wanted uuid", answers="boolean", body=SEES_CHILD
        ),
        policies.function(
            "wall_sees_of_child",
            takes="wanted uuid, known_at timestamptz",
            answers="boolean",
            body=SEES_OF_CHILD,
        ),
        policies.guarded("children_child", read="wall_sees_child(id)"),
        *(policies.of_child(table) for table in BY_CHILD),
        policies.of_episode("episodes_episode", "id"),
        policies.guarded("episodes_party", read="wall_sees_episode(episode_id)"),
        policies.of_episode("episodes_typegiven"),
    ]
