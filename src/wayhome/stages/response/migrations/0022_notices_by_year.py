"""Notices lie in one part a year, that of their episode. Those that are there move.

What may be there once still may. That a post is told once of an episode by a key names the episode,
and is promised of the whole table. That an identifier is there once is promised of each part, and
the identifier of a notice is of its episode's year, so that there is no other part to look in. One
that was told in another year before this is in its episode's part too; whoever comes with an
identifier as old as any of those is looked for in every part.

A notice is never corrected, so it refers to no other.
"""

from django.db import migrations, models

from wayhome.platform import by_year, grants
from wayhome.platform.row_security import policies

NOTICES = "response_notice"
MARKED = ("delivered_at", "opened_at", "opened_by_id", "acknowledged_at", "acknowledged_by_id")
DECLINED = ("declined_at", "declined_by_id", "declined_kind", "declined_reason")
OURS = f"(agency_id = {policies.MY_AGENCY} AND NOT wall_hides_episode(episode_id))"

# What the table refers to and how it is indexed is said of the new one as it was of the old.
SAID_AGAIN = f"""
DO $$
DECLARE
    each record;
BEGIN
    FOR each IN
        SELECT conname, pg_get_constraintdef(oid) AS said FROM pg_constraint
         WHERE conrelid = '{NOTICES}_before'::regclass AND contype = 'f' AND confrelid <> conrelid
    LOOP
        EXECUTE format('ALTER TABLE {NOTICES} ADD CONSTRAINT %I %s', each.conname, each.said);
    END LOOP;
    FOR each IN
        SELECT indexrelid::regclass AS index, pg_get_indexdef(indexrelid) AS said FROM pg_index
         WHERE indrelid = '{NOTICES}_before'::regclass AND NOT indisunique
    LOOP
        EXECUTE format('DROP INDEX %s', each.index);
        EXECUTE replace(each.said, '{NOTICES}_before', '{NOTICES}');
    END LOOP;
END
$$
"""
ONCE_IN_EACH_PART = f"""
DO $$
DECLARE
    part regclass;
BEGIN
    FOR part IN SELECT inhrelid::regclass FROM pg_inherits
                 WHERE inhparent = '{NOTICES}'::regclass LOOP
        EXECUTE format('ALTER TABLE %s ADD PRIMARY KEY (id)', part);
    END LOOP;
END
$$
"""
YEAR_OF = """extract(year FROM to_timestamp(
    ('x' || left(replace({}::text, '-', ''), 12))::bit(48)::bigint / 1000.0) AT TIME ZONE 'UTC')"""
OF_ITS_YEAR = f"""
CREATE FUNCTION response_notice_of_its_year() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF {YEAR_OF.format("NEW.id")} <> {YEAR_OF.format("NEW.episode_id")} THEN
        RAISE EXCEPTION 'the identifier of a notice is of the year of its episode'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'notice_of_its_year';
    END IF;
    IF EXISTS (SELECT FROM {NOTICES} WHERE id = NEW.id AND episode_id <> NEW.episode_id) THEN
        RAISE EXCEPTION 'there is a notice with this identifier'
            USING ERRCODE = 'unique_violation', CONSTRAINT = '{NOTICES}_pkey';
    END IF;
    RETURN NEW;
END
$$
"""
# Asked at once of each row that comes in; the function is called for those that it may concern.
LATE = f"""
DO $do$
DECLARE
    last uuid := (SELECT id FROM {NOTICES} WHERE by_year_of(id) <> by_year_of(episode_id)
                   ORDER BY id DESC LIMIT 1);
BEGIN
    EXECUTE format($say$
        CREATE TRIGGER response_notice_of_its_year
        BEFORE INSERT OR UPDATE OF id, episode_id ON {NOTICES} FOR EACH ROW
        WHEN ({YEAR_OF.format("NEW.id")} <> {YEAR_OF.format("NEW.episode_id")} OR NEW.id <= %L)
        EXECUTE FUNCTION response_notice_of_its_year()
    $say$, coalesce(last, '00000000-0000-0000-0000-000000000000'));
END
$do$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("response", "0021_newest_by_post"),
        ("audit", "0010_parts_as_other"),
        ("episodes", "0007_one_wall"),
    ]
    operations = [
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("corrects__isnull", True)), name="notice_corrects_none"
            ),
        ),
        migrations.RunSQL(
            by_year.laid_out(
                NOTICES,
                key="episode_id",
                first=[SAID_AGAIN],
                then=[
                    ONCE_IN_EACH_PART,
                    f"ALTER TABLE {NOTICES} ADD CONSTRAINT notice_once_per_key "
                    "UNIQUE (episode_id, post_id, key)",
                    OF_ITS_YEAR,
                    "REVOKE ALL ON FUNCTION response_notice_of_its_year() FROM PUBLIC",
                    LATE,
                ],
            )
        ),
        grants.changeable(NOTICES, *MARKED, *DECLINED),
        grants.write_once(NOTICES, *MARKED, *DECLINED[:2]),
        policies.of_episode(NOTICES, also=(OURS,)),
    ]
