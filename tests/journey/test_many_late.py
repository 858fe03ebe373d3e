"""However much is late, a sweep of the clocks asks as many questions as of little."""

import uuid

import pytest
from tests.interfaces.pages import counting
from tests.journey import world

from wayhome.journey import looks_considered, time_passed
from wayhome.platform.audit import ledger, sealing
from wayhome.platform.audit.models import Verb
from wayhome.records.emergency import actions as emergency
from wayhome.records.emergency import queries as opened
from wayhome.records.looks import queries as looks
from wayhome.records.looks.models import ToldLate
from wayhome.records.practitioners.models import Holding
from wayhome.rules import access, told
from wayhome.rules import vocabulary as v
from wayhome.stages.response.models import Notice

pytestmark = pytest.mark.django_db
LATE = world.after(80)
WHY = told.EmergencyLook(v.Emergency.CHILD_WITH_ME, "EV-2026-0310-114", "Followed, at a station")


@pytest.fixture
def cast():
    return world.assemble()


@pytest.fixture
def many(cast):
    """`many(3)` has three more emergency looks, and three more looks that must be reviewed."""

    def look(number):
        lowri, femi = (
            cast.viewer(name, now=world.START, purpose=v.Purpose.SUPPORT)
            for name in ("lowri", "femi")
        )
        for _each in range(number):
            child_id = world.introduce(cast)
            world.report(cast, child_id, key=uuid.uuid4().hex)
            emergency.ask(child_id, WHY, by=lowri, at=world.after(1))
            ledger.write(
                Verb.CONSULT,
                by=femi,
                at=world.after(1.5),
                deed=access.Deed.SEE_CHILD,
                child_id=child_id,
                sections=["summary"],
            )
        sealing.seal(now=world.after(2))
        looks_considered.record(now=world.after(2))

    return look


def swept():
    """The questions of a sweep that finds everything told already."""
    time_passed.record(now=LATE)
    with counting.asked() as questions:
        assert time_passed.record(now=LATE) == 0
    return questions


def test_of_many_late_reviews_and_looks_a_sweep_asks_as_much_as_of_one(many):
    many(1)
    one = swept()
    told_of_one = ToldLate.objects.count(), late_notices()
    many(7)
    several = swept()

    assert looks.late(now=LATE).count() == opened.late(now=LATE).count() == 8
    assert all(told_of_one)
    assert (ToldLate.objects.count(), late_notices()) == tuple(8 * each for each in told_of_one)
    assert len(several) == len(one), "\n".join(several)


def test_of_late_reviews_that_nobody_above_can_be_told_of_it_asks_no_more_either(many):
    Holding.objects.filter(post__kind__in=["duty_inspector", "team_manager"]).update(
        until=world.after(1.9)
    )
    many(1)
    one = swept()
    many(7)
    several = swept()

    assert looks.late(now=LATE).count() == 8
    assert len(several) == len(one), "\n".join(several)


def late_notices():
    return Notice.objects.filter(reason=v.NoticeReason.BREAK_GLASS_LATE).count()
