"""Who may know of a sealed child: those on every list, and nobody else."""

from django.db import migrations

from wayhome.platform.row_security import policies

MAY_KNOW = """
BEGIN
    RETURN NOT EXISTS (
        SELECT FROM protection_seal AS seal
         WHERE seal.child_id = wanted AND seal.lifted_at IS NULL
           AND NOT EXISTS (SELECT FROM protection_named AS named
                            WHERE named.seal_id = seal.id AND named.practitioner_id = wall_me()
                              AND named.ended_at IS NULL));
END
"""
IS_NAMED = """
BEGIN
    RETURN wall_may_know(wanted) AND EXISTS (
        SELECT FROM protection_seal WHERE child_id = wanted AND lifted_at IS NULL);
END
"""


class Migration(migrations.Migration):
    dependencies = [("protection", "0002_guards"), ("episodes", "0005_walls")]
    operations = [
        policies.function("wall_may_know", takes="wanted uuid", answers="boolean", body=MAY_KNOW),
        policies.function("wall_is_named", takes="wanted uuid", answers="boolean", body=IS_NAMED),
        policies.guarded("protection_seal", read="wall_is_named(child_id)"),
        policies.of_row("protection_named", column="seal_id", parent="protection_seal"),
        policies.of_row("protection_lowering", column="seal_id", parent="protection_seal"),
        policies.guarded(
            "protection_joined", read="wall_sees_child(one_id) AND wall_sees_child(other_id)"
        ),
        policies.guarded("protection_word", read="wall_is_named(child_id)"),
    ]
