"""A record opened in an emergency and sealed since: its list names who reviews the look."""

from datetime import date

import pytest
from tests.journey import sealed, world

from wayhome.journey import (
    child_kept_from,
    glass_broken,
    glass_reviewed,
    reviewer_named,
    reviewing,
    sending,
)
from wayhome.journey.acting import Contradiction, NotNow
from wayhome.platform.audit.models import LedgerEntry
from wayhome.platform.messaging.models import Message
from wayhome.records.children import queries as children
from wayhome.records.emergency.models import BreakGlass
from wayhome.records.emergency.queries import NoSuchEmergencyLook
from wayhome.records.practitioners.models import Holding
from wayhome.rules import told
from wayhome.rules import vocabulary as v

pytestmark = pytest.mark.django_db
BORN = date(2011, 5, 2)
STATEMENT = "A girl at the railway station says she is Amira and that somebody is following her."
WHY = told.EmergencyLook(v.Emergency.CHILD_WITH_ME, "EV-2026-0310-114", STATEMENT)
NAMED = told.ExactChild(given_name="Amira", family_name="Example", date_of_birth=BORN)
LISTED = ("ines", "tomas", "nadia")  # and leon, who seals


@pytest.fixture
def cast():
    return world.assemble()


@pytest.fixture
def child(cast):
    child_id = world.introduce(cast, date_of_birth=BORN)
    world.report(cast, child_id)
    return children.known(child_id).child


@pytest.fixture
def look_while_they_hold_their_posts(cast, child):
    """Lowri's look; the record was sealed while it lasted."""
    opened = glass_broken.ask(
        NAMED, WHY, by=cast.viewer("lowri", now=world.after(1)), now=world.after(1)
    )
    sealed.seal(cast, child.id, by="leon", named=LISTED, now=world.after(1.1))
    return BreakGlass.objects.get(id=opened.look_id)


@pytest.fixture
def look(cast, look_while_they_hold_their_posts):
    """The same; those on the list who review looks hold their posts no more."""
    managers = [cast.people[who] for who in ("leon", "ines")]
    Holding.objects.filter(practitioner_id__in=managers).update(until=world.after(1.5))
    return look_while_they_hold_their_posts


def name(cast, look, who, *, by="nadia", hours=3.0):
    now = world.after(hours)
    reviewer_named.name(look.id, cast.people[who], by=cast.viewer(by, now=now), now=now)


def review(cast, look, who, *, hours=4.0):
    now = world.after(hours)
    glass_reviewed.review(
        look.id, v.Finding.RIGHT, findings="A live one", by=cast.viewer(who, now=now), now=now
    )


def told_to(look):
    return set(Message.objects.filter(about=look.id).values_list("address", flat=True))


def test_the_list_is_told_and_told_again_each_day_until_somebody_is_named(look, cast):
    hours = (1.9, 2.5, 3, 20, 26.4, 26.6)
    told = [reviewer_named.tell(now=world.after(each)) for each in hours]
    assert told == [0, 1, 0, 0, 0, 1]  # it is over after two hours
    assert {f"{each}@demo.invalid" for each in ("tomas", "nadia")} <= told_to(look)

    name(cast, look, "yusra", hours=27)

    assert reviewer_named.tell(now=world.after(60)) == 0
    yusra = "yusra@demo.invalid"
    assert yusra in told_to(look)
    assert not sending.why_not(look.id, yusra, now=world.after(28))
    assert sending.why_not(look.id, "nadia@demo.invalid", now=world.after(28))
    Holding.objects.filter(practitioner_id=cast.people["yusra"]).update(until=world.after(61))
    assert reviewer_named.tell(now=world.after(62)) == 1


def test_the_list_is_told_until_somebody_is_named_and_nobody_once_it_is_reviewed(look, cast):
    nadia, yusra = "nadia@demo.invalid", "yusra@demo.invalid"
    assert not sending.why_not(look.id, nadia, now=world.after(2.5))
    assert sending.why_not(look.id, yusra, now=world.after(2.5))

    name(cast, look, "yusra")
    review(cast, look, "yusra")

    for each in (nadia, yusra):
        assert sending.why_not(look.id, each, now=world.after(5))


def test_of_a_look_that_opened_nothing_nobody_is_asked_to_name_a_reviewer(cast):
    nobody = told.ExactChild(given_name="Not", family_name="Known", date_of_birth=BORN)
    by, now = cast.viewer("lowri", now=world.after(1)), world.after(1)
    opened = glass_broken.ask(nobody, WHY, by=by, now=now)
    nadia = cast.viewer("nadia", now=world.after(3))

    assert BreakGlass.objects.get(id=opened.look_id).child_id is None
    assert not reviewer_named.is_asked(opened.look_id, by=nadia, now=world.after(3))
    with pytest.raises(NoSuchEmergencyLook):
        reviewing.child_of(BreakGlass.objects.get(id=opened.look_id))


def test_whoever_is_named_reviews_it_and_is_told_neither_the_child_nor_the_reason(look, cast):
    with pytest.raises(NoSuchEmergencyLook):
        review(cast, look, "yusra")
    name(cast, look, "yusra")

    yusra = cast.viewer("yusra", now=world.after(4))
    [waits] = glass_reviewed.waiting(by=yusra)
    shown = glass_reviewed.to_be_reviewed(look.id, by=yusra)

    for each in (waits, shown):
        assert (each.child, each.child_id, each.statement, each.live_reference) == (
            None,
            None,
            "",
            "",
        )
    review(cast, look, "yusra")
    look.refresh_from_db()
    assert look.reviewed_by_id == cast.people["yusra"]
    assert (look.statement, look.live_reference) == (STATEMENT, "EV-2026-0310-114")
    assert look.child_id is not None
    assert glass_reviewed.waiting(by=yusra) == []
    again = glass_broken.ask(
        told.ExactChild(given_name="Nobody", family_name="Here", date_of_birth=BORN),
        WHY,
        by=cast.viewer("lowri", now=world.after(100)),
        now=world.after(100),
    )
    assert again.child is None  # nobody is known by that name; but she may ask again


def test_without_a_review_whoever_looked_stays_stopped(look, cast):
    with pytest.raises(NotNow):
        glass_broken.ask(
            NAMED, WHY, by=cast.viewer("lowri", now=world.after(100)), now=world.after(100)
        )
    assert look.reviewed_at is None


@pytest.mark.parametrize("by", ["dina", "lowri", "yusra", "joss"])
def test_nobody_names_a_reviewer_who_is_not_on_the_list(look, cast, by):
    with pytest.raises(NoSuchEmergencyLook):
        name(cast, look, "yusra", by=by)
    now = world.after(3)
    assert not reviewer_named.is_asked(look.id, by=cast.viewer(by, now=now), now=now)
    assert reviewer_named.is_asked(look.id, by=cast.viewer("nadia", now=now), now=now)


@pytest.mark.parametrize(
    "who",
    [
        "femi",  # of the agency of whoever looked
        "lowri",  # who looked
        "sol",  # whose post reviews no look
        "wendy",  # of a home
    ],
)
def test_whoever_may_not_review_is_not_named_nor_offered(look, cast, who):
    now = world.after(3)
    offered = reviewer_named.choices(look.id, by=cast.viewer("nadia", now=now), now=now)

    with pytest.raises(Contradiction):
        name(cast, look, who)

    assert cast.people[who] not in {each.id for each in offered}
    assert cast.people["yusra"] in {each.id for each in offered}


def test_nobody_from_whom_the_child_is_kept_is_named_and_one_kept_since_reviews_no_more(
    look, cast, child
):
    name(cast, look, "yusra")
    now = world.after(3.5)
    child_kept_from.keep_from(
        child.id,
        told.Someone("yusra", username="yusra"),
        kind=v.Conflict.RELATIVE,
        reason="An aunt",
        by=cast.viewer("ines", now=world.after(1.2)),
        now=now,
    )

    with pytest.raises(NoSuchEmergencyLook):
        review(cast, look, "yusra")
    assert glass_reviewed.waiting(by=cast.viewer("yusra", now=now)) == []
    assert reviewer_named.tell(now=world.after(30)) == 1
    name(cast, look, "peter", hours=31)


def test_where_somebody_may_review_nobody_else_is_named(look, cast):
    name(cast, look, "yusra")

    with pytest.raises(NotNow):
        name(cast, look, "peter")


def test_where_somebody_on_the_list_may_review_nobody_is_asked_to_name_another(
    look_while_they_hold_their_posts, cast
):
    assert reviewer_named.tell(now=world.after(3)) == 0
    with pytest.raises(NotNow):
        name(cast, look_while_they_hold_their_posts, "peter", hours=4)


def test_a_look_at_a_record_that_is_not_sealed_asks_for_no_reviewer(cast, child):
    glass_broken.ask(NAMED, WHY, by=cast.viewer("lowri", now=world.after(1)), now=world.after(1))
    Holding.objects.filter(post__agency__name__in=["Northmoor Police"]).update(until=world.after(2))

    assert reviewer_named.tell(now=world.after(3)) == 0
    assert child.id


def test_naming_is_in_the_ledger(look, cast, as_owner):
    name(cast, look, "yusra")

    with as_owner():
        [entry] = LedgerEntry.objects.filter(deed=reviewer_named.DEED)
    assert (entry.practitioner_id, entry.object_id) == (cast.people["nadia"], look.id)
    assert entry.child_id == look.child_id
