"""For whom a transaction acts: what it may read and change, and when that ends."""

from contextlib import contextmanager

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.journey import world

from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.children.models import Child
from wayhome.records.practitioners import actions as practitioners
from wayhome.records.practitioners.models import ApiToken, Practitioner, SignIn

pytestmark = pytest.mark.django_db
TOKEN = "a token of tomas"  # noqa: S105  # of nobody
ANOTHER = "a token of ben"


@pytest.fixture
def cast():
    cast = world.assemble()
    for token, username in ((TOKEN, "tomas"), (ANOTHER, "ben")):
        practitioners.begin_sign_in(cast.people[username], token=token, device="", at=world.START)
    return cast


@pytest.fixture
def child_id(cast):
    child_id = world.introduce(cast, by="joss")
    world.report(cast, child_id, key="one")
    return child_id


@contextmanager
def page(token):
    """As in a request: nobody acts until it is said who."""
    with transactions.as_nobody(), transactions.looking(token):
        yield


def seen():
    return set(Child.objects.values_list("id", flat=True))


@pytest.mark.usefixtures("child_id")
def test_nobody_sees_nothing():
    with transactions.as_nobody():
        assert seen() == set()


def test_one_who_looks_sees_what_they_may_know_of(child_id):
    with page(TOKEN):
        assert seen() == {child_id}


@pytest.mark.usefixtures("child_id")
def test_another_sees_nothing_of_it():
    with page(ANOTHER):
        assert seen() == set()


@pytest.mark.usefixtures("child_id")
def test_naming_somebody_else_in_a_statement_shows_nothing_of_theirs(cast):
    guesses = (str(cast.people["tomas"]), "tomas", SignIn.objects.count(), "1", "true")
    for guess in guesses:
        with page(ANOTHER), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('wayhome.token', %s, true)", [str(guess)])
            cursor.execute("SELECT set_config('wayhome.step', %s, true)", [str(guess)])
            assert seen() == set(), guess


@pytest.mark.usefixtures("child_id")
def test_the_digests_that_the_database_holds_are_no_tokens():
    with page(TOKEN), connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM practitioners_signin")
        (own,) = cursor.fetchone()
    with page(own):
        assert seen() == set()


def test_nobody_but_the_owner_reads_the_digest_of_the_key():
    denied = pytest.raises(ProgrammingError, match="permission denied")
    with page(TOKEN), connection.cursor() as cursor, denied, transaction.atomic():
        cursor.execute("SELECT digest FROM row_security_stepkey")


@pytest.mark.usefixtures("child_id")
def test_one_who_looks_changes_nothing():
    with page(TOKEN):
        assert Child.objects.update(given_name="Other") == 0
        assert Practitioner.objects.update(is_active=False) == 0


@pytest.mark.parametrize(
    "made",
    [
        lambda _: Child.objects.create(reference="X", recorded_at=world.START),
        lambda cast: SignIn.objects.create(
            practitioner_id=cast.people["tomas"],
            digest="x",
            begun_at=world.START,
            last_used_at=world.START,
        ),
        lambda cast: ApiToken.objects.create(
            practitioner_id=cast.people["tomas"],
            digest="x",
            created_at=world.START,
            expires_at=world.START,
        ),
    ],
    ids=["a child", "a sign-in of somebody else", "a token"],
)
def test_one_who_looks_adds_no(made, cast):
    with (
        page(ANOTHER),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        made(cast)


def test_the_ledger_takes_no_entry_in_the_name_of_somebody_else(cast):
    ben, tomas = (cast.viewer(name, now=world.START) for name in ("ben", "tomas"))
    with page(ANOTHER):
        ledger.write(Verb.CONSULT, by=ben, at=world.START, deed="look")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            ledger.write(Verb.CONSULT, by=tomas, at=world.START, deed="look")


def test_a_step_sees_and_changes_what_it_must_and_then_it_is_over(child_id):
    with page(ANOTHER):
        with transactions.step():
            with transactions.step():
                assert seen() == {child_id}
            assert Child.objects.update(known_as="Mia") == 1
        assert seen() == set()


@pytest.mark.usefixtures("child_id")
def test_a_step_that_fails_leaves_no_right_behind():
    with page(ANOTHER):
        with pytest.raises(ZeroDivisionError), transactions.step():
            1 / 0  # noqa: B018
        assert seen() == set()
