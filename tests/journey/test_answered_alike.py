"""Whatever a stranger reports, the answer does not tell whether the child is known here."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.journey import outside, world

from wayhome.journey import child_introduced, child_returned
from wayhome.records.episodes import queries as episodes
from wayhome.rules import told
from wayhome.rules.vocabulary import EpisodeType, ReturnedTo
from wayhome.stages.intake import queries as intake

pytestmark = pytest.mark.django_db

HOURS = st.sampled_from([None, 0, -1, -5, -9, -30, -200, 3])
COUNCILS = st.sampled_from([None, "Eastvale County Council", "Harrowfell Council", "Larch House"])
ONE_REPORT = st.fixed_dictionaries(
    {
        "received": HOURS,
        "seen": HOURS,
        "council": COUNCILS,
        "known_as": st.sampled_from(["", "Zed"]),
        "age": st.sampled_from([None, 14, 9]),
        "type": st.sampled_from(EpisodeType),
        "later": st.sampled_from([0, 1, 30]),
        "comes home after": st.booleans(),
    }
)
HOME_AFTERWARDS = {
    "received": None,
    "seen": None,
    "council": None,
    "known_as": "",
    "age": None,
    "type": EpisodeType.MISSING,
    "later": 0,
    "comes home after": True,
}
PASTS = ("never away", "away", "back", "closed", "two records", "two away", "no care")
LAST_DAY_A_CHILD = world.START.date().replace(year=world.START.year - 18, day=11)
BIRTHDAYS = st.sampled_from([outside.BORN, LAST_DAY_A_CHILD])
HERE = {"home": "Larch House", "council": "Harrowfell Council"}


def live_through(cast, happened, born: date):
    """What was recorded of the child before a stranger reports them."""
    amira = replace(outside.AMIRA, date_of_birth=born)
    if happened == "no care":
        by = cast.viewer("nadia", now=world.START)
        child_introduced.record(amira, by=by, now=world.after(-300))
        return
    child_id = world.introduce(cast, date_of_birth=born, now=world.after(-300))
    if happened.startswith("two"):
        twin = outside.a_twin(cast, by="asha", born=born, **HERE, hours=-290)
        if happened == "two away":
            world.report(cast, twin, by="asha", now=world.after(-12), key="twin")
    elif happened != "never away":
        answer = world.report(cast, child_id, now=world.after(-20), key="past")
        if happened == "back":
            outside.come_home(cast, answer, hours=-6)
        if happened == "closed":
            outside.close(cast, answer, hours=-6)


class Stranger:
    """Somebody who reports a child time after time, and what they are answered."""

    def __init__(self, cast, who, child):
        self.cast, self.who, self.child = cast, who, child
        self.viewer = cast.viewer(who, now=world.START)
        self.references, self.hours, self.number = [], 0, 0

    def answers_to(self, reports):
        return [self.answer_to(said) for said in reports]

    def answer_to(self, said):
        """The answer, with the reference by its order, and what is read back by it."""
        self.hours += said["later"]
        self.number += 1
        try:
            with transaction.atomic():
                answer = self.tell(said)
                world.settle()
        except world.NAMED as refusal:
            return {"refused": type(refusal), "with": str(refusal)}
        if said["comes home after"]:
            self.others_record_the_return(answer)
        reference = answer["reference"]
        if reference not in self.references:
            self.references.append(reference)
        return {
            "reference": self.references.index(reference),
            "joined": answer["joined"],
            "warnings": answer["warnings"],
            "own": [report.received_at for report in intake.own(self.viewer, reference).reports],
        }

    def tell(self, said):
        moments = {
            f"{name}_at": None if said[name] is None else world.after(self.hours + said[name])
            for name in ("received", "seen")
        }
        council = said["council"]
        child = replace(self.child, known_as=said["known_as"], age_stated=said["age"])
        return outside.tell(
            self.cast,
            self.who,
            child=child,
            hours=self.hours,
            key=f"report {self.number}",
            received_at=moments["received_at"],
            last_seen_at=moments["seen_at"],
            council_id=self.cast.agencies[council] if council else None,
            type=said["type"],
        )

    def others_record_the_return(self, answer):
        """Those who know the child record that they are back, which strangers are not told."""
        home = self.cast.viewer("joss", now=world.START)
        episode = episodes.locked(answer["episode_id"])
        knows = any(party.agency_id == home.agency_id for party in episodes.parties_of(episode.id))
        if knows and episode.absent_until is None:
            now = world.after(self.hours + 0.01)
            back = told.Returned(now, ReturnedTo.PLACEMENT)
            child_returned.record(episode.id, back, by=home, now=now)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    happened=st.sampled_from(PASTS),
    born=BIRTHDAYS,
    who=st.sampled_from(outside.STRANGERS),
    planted=st.booleans(),
    reports=st.lists(ONE_REPORT, min_size=1, max_size=3),
)
@example(
    happened="two away",
    born=outside.BORN,
    who="tariq",
    planted=False,
    reports=[HOME_AFTERWARDS, HOME_AFTERWARDS],
)
def test_a_stranger_is_answered_alike_of_a_child_known_here_and_of_one_nobody_knows(
    cast, happened, born, who, planted, reports
):
    answered = []
    for child in (outside.AMIRA, outside.NOBODY):
        with transaction.atomic():
            live_through(cast, happened, born)
            meant = replace(child, date_of_birth=born)
            if planted and who not in ("grace", "isla"):
                outside.a_twin(cast, by=who, child=meant, hours=-280)
            answered.append(Stranger(cast, who, meant).answers_to(reports))
            transaction.set_rollback(True)

    known, invented = answered
    assert known == invented
