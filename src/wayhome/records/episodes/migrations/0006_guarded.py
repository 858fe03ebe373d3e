"""A part says whether the wall must ask of each who looks if its child is hidden from them.

Of most children nothing is hidden from anybody, and a list of fifty episodes shows hundreds of rows
of them. `guarded` is true of every part from the moment a seal, a conflict or something withheld is
put on the child, and stays so: the wall then asks. The database keeps it, so that no step can
forget; what is not known to be unguarded is guarded.

Whoever guards a child locks its episodes as removing them would; whoever adds a part locks the
episode as a reference to it does. So one waits for the other, and sees what the other wrote. An
episode that is being begun has its child locked, as whoever guards it has.
"""

from django.db import migrations, models

IS_GUARDED = """
CREATE FUNCTION wall_is_guarded(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM protection_seal WHERE child_id = wanted AND lifted_at IS NULL)
        OR EXISTS (SELECT FROM safety_conflict WHERE child_id = wanted AND lifted_at IS NULL)
        OR EXISTS (SELECT FROM safety_withholding WHERE child_id = wanted AND lifted_at IS NULL)
$$
"""
EPISODE_BEGINS = """
CREATE FUNCTION episodes_begin() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM FROM children_child WHERE id = NEW.child_id FOR NO KEY UPDATE;
    RETURN NEW;
END
$$
"""
PART_BEGINS = """
CREATE FUNCTION episodes_part_begins() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM FROM episodes_episode WHERE id = NEW.episode_id FOR KEY SHARE;
    NEW.guarded := coalesce(
        wall_is_guarded((SELECT child_id FROM episodes_episode WHERE id = NEW.episode_id)), true);
    RETURN NEW;
END
$$
"""
GUARDED = """
CREATE FUNCTION episodes_guarded() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM FROM children_child WHERE id = NEW.child_id FOR NO KEY UPDATE;
    PERFORM FROM episodes_episode WHERE child_id = NEW.child_id ORDER BY id FOR UPDATE;
    UPDATE episodes_party SET guarded = true
     WHERE NOT guarded
       AND episode_id IN (SELECT id FROM episodes_episode WHERE child_id = NEW.child_id);
    RETURN NEW;
END
$$
"""
FUNCTIONS = {
    "wall_is_guarded(uuid)": IS_GUARDED,
    "episodes_begin()": EPISODE_BEGINS,
    "episodes_part_begins()": PART_BEGINS,
    "episodes_guarded()": GUARDED,
}
GUARDS = ("protection_seal", "safety_conflict", "safety_withholding")
TRIGGERS = {
    "episode_begins": "BEFORE INSERT ON episodes_episode FOR EACH ROW "
    "EXECUTE FUNCTION episodes_begin()",
    "part_begins": "BEFORE INSERT ON episodes_party FOR EACH ROW "
    "EXECUTE FUNCTION episodes_part_begins()",
} | {
    f"{table}_guards": f"AFTER INSERT OR UPDATE OF child_id ON {table} FOR EACH ROW "
    "EXECUTE FUNCTION episodes_guarded()"
    for table in GUARDS
}
WHAT_STANDS = """
UPDATE episodes_party SET guarded = false
 WHERE NOT wall_is_guarded((SELECT child_id FROM episodes_episode WHERE id = episode_id))
"""


def _dropped(name: str, said: str) -> str:
    table = said.split(" ON ")[1].split()[0]
    return f"DROP TRIGGER {name} ON {table}"


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0005_walls"),
        ("protection", "0001_initial"),
        ("safety", "0001_initial"),
    ]
    operations = [
        migrations.AddField(
            "party", "guarded", models.BooleanField(db_default=True, editable=False)
        ),
        migrations.RunSQL(
            sql=[
                *FUNCTIONS.values(),
                *(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC" for name in FUNCTIONS),
                *(f"CREATE TRIGGER {name} {said}" for name, said in TRIGGERS.items()),
                WHAT_STANDS,
            ],
            reverse_sql=[
                *(_dropped(name, said) for name, said in TRIGGERS.items()),
                *(f"DROP FUNCTION {name}" for name in reversed(FUNCTIONS)),
            ],
        ),
    ]
