"""The ledger is read back through these functions alone, each answering one question of one person.

Who asks is known to the database (`wall_me`), never said by the page. What a page gives is
only which child, which review, and after which entry.
"""

from django.db import migrations

from wayhome.platform import grants
from wayhome.platform.row_security import policies

ROW = """
    id uuid, at timestamptz, practitioner_id uuid, agency_id uuid, verb varchar, deed varchar,
    purpose varchar, reason varchar, reference varchar, child_id uuid, episode_id uuid,
    sections varchar[], count integer
"""
COLUMNS = """
    entry.id, entry.at, entry.practitioner_id, entry.agency_id, entry.verb, entry.deed,
    entry.purpose, entry.reason, entry.reference, {child}, {episode}, entry.sections, entry.count
"""
WHOLE = COLUMNS.format(child="entry.child_id", episode="entry.episode_id")
AFTER = """
       AND (until_at IS NULL OR (entry.at, entry.id) < (until_at, until_id))
     ORDER BY entry.at DESC, entry.id DESC
     LIMIT least(most, 101)
"""
MINE = f"""
CREATE FUNCTION looks_of_mine(until_at timestamptz, until_id uuid, most integer)
RETURNS TABLE ({ROW})
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me uuid := wall_me();
BEGIN
    RETURN QUERY SELECT {WHOLE}
      FROM audit_ledgerentry AS entry
     WHERE entry.practitioner_id = me {AFTER};
END
$$
"""
# The posts of access.MAY[SEE_LOOKS] and the parts of access.PART_NEEDED[SEE_LOOKS]: a test holds
# them equal.
MAY_ASK = """
CREATE FUNCTION looks_may_ask(child uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    me uuid := wall_me();
    mine uuid := (SELECT agency_id FROM practitioners_practitioner WHERE id = me AND is_active);
BEGIN
    RETURN EXISTS (
        SELECT FROM practitioners_holding AS holding
          JOIN agencies_post AS post ON post.id = holding.post_id
         WHERE holding.practitioner_id = me
           AND holding.since <= now() AND (holding.until IS NULL OR holding.until > now())
           AND post.kind IN ('team_manager', 'service_manager', 'director', 'duty_inspector',
                             'detective_inspector', 'superintendent', 'reviewing_officer'))
       AND (EXISTS (
        SELECT FROM episodes_party AS party
          JOIN episodes_episode AS episode ON episode.id = party.episode_id
         WHERE episode.child_id = child AND party.agency_id = mine AND party.ended_at IS NULL
           AND party.capacity IN ('home_force', 'host_force', 'responsible_authority',
                                  'host_authority'))
        OR coalesce((
        SELECT mine IN (responsible_authority_id, host_authority_id, home_force_id, host_force_id)
          FROM children_carearrangement
         WHERE child_id = child ORDER BY since DESC, id DESC LIMIT 1), false));
END
$$
"""
AT_CHILD = f"""
CREATE FUNCTION looks_at_child(child uuid, until_at timestamptz, until_id uuid, most integer)
RETURNS TABLE ({ROW})
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF NOT looks_may_ask(child) THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT {WHOLE}
      FROM audit_ledgerentry AS entry
     WHERE entry.child_id = child AND entry.practitioner_id IS NOT NULL {AFTER};
END
$$
"""
UNDER_REVIEW = f"""
CREATE FUNCTION looks_under_review(review uuid) RETURNS TABLE ({ROW})
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me uuid := wall_me();
BEGIN
    RETURN QUERY SELECT {
    COLUMNS.format(
        child="CASE WHEN asked.opened_at IS NOT NULL THEN entry.child_id END", episode="NULL::uuid"
    )
}
      FROM looks_lookreview AS asked
      JOIN audit_ledgerentry AS entry ON entry.id = asked.entry_id
     WHERE asked.id = review AND asked.assigned_to_id = me;
END
$$
"""
# For the worker: the looks after a place in the tree, at most so many entries on. It answers with
# whether they had a relation and a reference, and for a step alone.
TO_CONSIDER = """
CREATE FUNCTION looks_to_consider(after bigint, most integer)
RETURNS TABLE (
    place bigint, id uuid, at timestamptz, practitioner_id uuid, agency_id uuid, verb varchar,
    child_id uuid, reason varchar, has_relation boolean, has_reference boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF NOT wall_is_step() THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT leaf.position, entry.id, entry.at, entry.practitioner_id, entry.agency_id, entry.verb,
           entry.child_id, entry.reason,
           EXISTS (SELECT FROM episodes_party AS party
                     JOIN episodes_episode AS episode ON episode.id = party.episode_id
                    WHERE episode.child_id = entry.child_id AND party.agency_id = entry.agency_id)
           OR EXISTS (SELECT FROM children_carearrangement AS care
                       WHERE care.child_id = entry.child_id AND entry.agency_id IN (
                             care.responsible_authority_id, care.host_authority_id,
                             care.placement_id, care.home_force_id, care.host_force_id,
                             care.school_id, care.health_id)),
           entry.episode_id IS NOT NULL OR entry.reference <> '' OR entry.reason <> ''
           OR EXISTS (SELECT FROM episodes_episode AS episode
                       WHERE episode.child_id = entry.child_id
                         AND episode.recorded_at <= entry.at
                         AND (episode.closed_at IS NULL OR episode.closed_at > entry.at))
      FROM (SELECT position, id FROM audit_ledgerleaf
             WHERE position > after ORDER BY position LIMIT most) AS leaf
      JOIN audit_ledgerentry AS entry ON entry.id = leaf.id
     WHERE entry.practitioner_id IS NOT NULL
       AND ((entry.verb IN ('consult', 'print', 'disclose') AND entry.child_id IS NOT NULL
             AND (entry.episode_id IS NOT NULL OR cardinality(entry.sections) > 0))
            OR entry.verb IN ('search', 'break_glass'))
     ORDER BY leaf.position;
END
$$
"""
SIGNATURES = (
    "looks_of_mine(timestamptz, uuid, integer)",
    "looks_may_ask(uuid)",
    "looks_at_child(uuid, timestamptz, uuid, integer)",
    "looks_under_review(uuid)",
    "looks_to_consider(bigint, integer)",
)


class Migration(migrations.Migration):
    dependencies = [
        ("looks", "0001_initial"),
        ("audit", "0006_read_by_moment"),
        ("practitioners", "0003_sign_ins"),
        ("episodes", "0005_walls"),
    ]
    operations = [
        migrations.RunSQL(
            [
                MINE,
                MAY_ASK,
                AT_CHILD,
                UNDER_REVIEW,
                TO_CONSIDER,
                *(f"REVOKE ALL ON FUNCTION {each} FROM PUBLIC" for each in SIGNATURES),
                *(
                    f"GRANT EXECUTE ON FUNCTION {each} TO {grants.RESTRICTED_ROLE}"
                    for each in SIGNATURES
                ),
            ],
            [f"DROP FUNCTION {each}" for each in reversed(SIGNATURES)],
        ),
        grants.changeable(
            "looks_lookreview",
            "assigned_to_id",
            "due_at",
            "opened_at",
            "opened_why",
            "outcome",
            "explanation",
            "answered_at",
            "answered_by_id",
        ),
        grants.write_once(
            "looks_lookreview", "assigned_to_id", "opened_at", "answered_at", "answered_by_id"
        ),
        grants.changeable("looks_considered", "position"),
        policies.guarded(
            "looks_lookreview",
            read=f"assigned_to_id = {policies.ME} OR (outcome = 'not_explained' "
            f"AND looker_agency_id = {policies.MY_AGENCY} AND looker_id <> {policies.ME})",
        ),
        policies.for_steps_alone("looks_considered"),
    ]
