"""What the database refuses, whoever asks: a step, an import, or a console as the owner."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction
from tests.journey import world

from wayhome.platform.audit.models import LedgerEntry
from wayhome.platform.grants import RESTRICTED_ROLE
from wayhome.platform.models import Fact
from wayhome.records.episodes.models import Episode
from wayhome.stages.response.models import Duty, Ownership, Step
from wayhome.stages.risk.models import Challenge

pytestmark = pytest.mark.django_db
FACTS = [model for model in apps.get_models() if issubclass(model, Fact)]
ONCE = """
SELECT event_object_table, action_statement FROM information_schema.triggers
WHERE trigger_name LIKE '%%_write_once'
"""


@pytest.fixture
def cast():
    return world.assemble()


@pytest.fixture
def episode_id(cast):
    made = world.open_episode(cast)
    world.settle()
    return made


def run(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize(
    ("column", "named"),
    [
        ("owner_post_id", "open_episode_has_owner_and_review"),
        ("owner_agency_id", "open_episode_has_owner_and_review"),
        ("review_due_at", "open_episode_has_owner_and_review"),
        ("level", "level"),
    ],
)
def test_an_open_episode_without_owner_level_or_review_is_refused_even_to_the_owner(
    episode_id, as_owner, column, named
):
    with as_owner(), pytest.raises(IntegrityError, match=named):
        run(f"UPDATE episodes_episode SET {column} = NULL WHERE id = %s", episode_id)


@pytest.mark.parametrize(
    ("removed", "named"),
    [(Step, "agreed step"), (Ownership, "needs an owner")],
)
def test_an_open_episode_made_without_a_step_or_an_owner_is_refused_at_commit(
    episode_id, as_owner, removed, named
):
    with as_owner(), pytest.raises(IntegrityError, match=named):
        run(
            f"DELETE FROM {removed._meta.db_table} WHERE episode_id = %s;"
            "UPDATE episodes_episode SET police_reference = 'x' WHERE id = %s",
            episode_id,
            episode_id,
        )


def test_the_last_review_of_an_open_episode_cannot_be_answered_without_the_next(
    episode_id, as_owner, cast
):
    someone = cast.people["ines"]

    with as_owner(), pytest.raises(IntegrityError, match="review that is still to come"):
        run(
            "UPDATE response_duty SET met_at = now(), met_by_id = %s "
            "WHERE episode_id = %s AND kind = 'review'",
            someone,
            episode_id,
        )


def test_an_episode_written_by_hand_lacks_everything_and_is_refused(episode_id, as_owner):
    copied = Episode.objects.get(id=episode_id)
    copied.id, copied.reference = Episode().id, "AAAAA-AAAAA-A"
    copied.absent_from -= timedelta(days=9)
    copied.absent_until = copied.absent_from + timedelta(hours=1)

    with as_owner(), pytest.raises(IntegrityError, match="at least one agreed step"):
        written_by_hand(copied)


def written_by_hand(row):
    with transaction.atomic():
        row.save(force_insert=True)
        world.settle()


def test_two_absences_of_one_child_at_once_are_refused(episode_id, as_owner):
    copied = Episode.objects.get(id=episode_id)
    copied.id, copied.reference = Episode().id, "AAAAA-AAAAA-A"

    with (
        as_owner(),
        pytest.raises(IntegrityError, match="one_absence_of_a_child_at_a_time"),
        transaction.atomic(),
    ):
        copied.save(force_insert=True)


def test_a_joint_level_signed_by_one_person_for_both_sides_is_refused(cast, episode_id, as_owner):
    someone = cast.people["tomas"]

    with as_owner(), pytest.raises(IntegrityError, match="joint_signed_by_two_people"):
        run(
            "INSERT INTO risk_jointassessment (id, episode_id, level, reasons, recorded_at,"
            " police_signed_at, police_signed_by_id, police_explanation,"
            " childrens_services_signed_at, childrens_services_signed_by_id,"
            " childrens_services_explanation)"
            " VALUES (gen_random_uuid(), %s, 'low', 'x', now(), now(), %s, '', now(), %s, '')",
            episode_id,
            someone,
            someone,
        )


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_the_application_can_neither_remove_a_fact_nor_change_when_it_was_recorded(model):
    table = model._meta.db_table

    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET recorded_at = now()"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            run(statement)


@pytest.mark.parametrize(
    "statement", ["SELECT 1 FROM {}", "DELETE FROM {}", "UPDATE {} SET deed=''"]
)
def test_the_application_can_neither_read_nor_change_the_ledger(statement):
    with pytest.raises(ProgrammingError, match="permission denied"):
        run(statement.format(LedgerEntry._meta.db_table))


def test_the_application_can_remove_only_drafts_counts_beats_factors_exports_and_results():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind = 'r' AND has_table_privilege(%s, oid, 'DELETE')",
            [RESTRICTED_ROLE],
        )
        removable = {name for (name,) in cursor.fetchall()}

    removed = {name for name in removable if not name.startswith("django_")}
    assert removed == {
        "amiss_beat",
        "exports_exportcontent",
        "intake_draft",
        "throttling_tried",
        "unsent_unsentform",
        "mfa_authenticator",
        "results_counting",
        "results_result",
    }


def test_what_is_written_once_cannot_be_written_again_even_by_the_owner(episode_id, as_owner, cast):
    duty = Duty.objects.filter(episode_id=episode_id).exclude(kind="review").first()
    met = "UPDATE response_duty SET met_at = %s, met_by_id = %s, met_recorded_at = %s WHERE id = %s"
    run(met, world.after(1), cast.people["ines"], world.after(1), duty.id)

    for moment in (world.after(2), None):
        with as_owner(), pytest.raises(IntegrityError, match="written once"):
            run(met, moment, cast.people["ines"], moment, duty.id)


def test_every_moment_that_is_filled_in_later_is_written_once(as_owner):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(ONCE)
        guarded = "\n".join(f"{table} {what}" for table, what in cursor.fetchall())
    later = {
        (model._meta.db_table, field.column)
        for model in FACTS
        for field in model._meta.concrete_fields
        if field.column in world.WRITTEN_LATER
        and field.column.endswith(("_at", "_by_id"))
        and (model, field.column) != (Challenge, "opened_at")  # its own moment, in a sealed column
    }

    missing = [
        f"{table}.{column}"
        for table, column in sorted(later)
        if not any(
            line.startswith(f"{table} ") and f"'{column}'" in line for line in guarded.splitlines()
        )
    ]
    assert not missing
