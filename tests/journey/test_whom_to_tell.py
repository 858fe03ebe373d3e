"""Whom of the family it is safe to tell: who says so, and what stands until they do."""

import pytest
from tests.journey import world

from wayhome.journey import (
    account,
    acting,
    child_introduced,
    child_returned,
    family,
    family_told,
    telling,
)
from wayhome.records.children import queries as children
from wayhome.records.episodes import actions
from wayhome.records.episodes import queries as episodes
from wayhome.rules import access, told
from wayhome.rules.vocabulary import Capacity, ReturnedTo
from wayhome.stages.response.models import Duty, FamilyTold

pytestmark = pytest.mark.django_db
WHY = "Convicted of harming the child"
SAFE_NOW = "The order was lifted; Sol has seen it"


def dale(name="Dale Example", *, unsafe="", **more):
    said = {"unsafe_to_tell": bool(unsafe), "unsafe_reason": unsafe} | more
    return told.Contact(name, "father", **said)


UNSAFE = dale(unsafe=WHY, telephone="07000 666666", email="dale@example.org")


@pytest.fixture
def episode_id(cast):
    return world.open_episode(cast)


@pytest.fixture
def child_id(episode_id):
    return episodes.locked(episode_id).child_id


@pytest.fixture
def learn(cast, child_id):
    """Somebody adds or corrects a parent or carer, so many hours after the report."""

    def learned(by, contact, *, hours=1, corrects=None):
        return child_introduced.learned(
            child_id,
            told.Child(),
            supplied_by="a phone call",
            by=cast.viewer(by, now=world.START),
            now=world.after(hours),
            contact=contact,
            corrects_contact_id=corrects,
        )

    return learned


@pytest.fixture
def unsafe(learn, child_id):
    """The father, whom it is not safe to tell."""
    learn("nadia", UNSAFE)
    return standing(child_id, "Dale Example")


def standing(child_id, name):
    [found] = [row for row in children.known(child_id).standing_contacts if row.name == name]
    return found


def to_tell(episode_id):
    return list(
        Duty.objects.filter(
            episode_id=episode_id, kind="tell_family", met_at=None, declined_at=None
        ).order_by("recorded_at")
    )


# ---------------------------------------------------------------- who may add and correct


def test_an_agency_that_may_not_read_of_the_family_may_not_add_to_it(cast, episode_id, learn):
    part = (cast.agencies["Eastvale County Council"], Capacity.INTERVIEW_PROVIDER)
    actions.add_parties(episodes.locked(episode_id), [part], by=None, at=world.START)

    with pytest.raises(access.Refused):
        learn("elin", dale())

    assert not to_tell(episode_id)


def test_a_home_may_say_that_somebody_is_unsafe_but_not_that_they_are_safe_after_all(
    learn, child_id, episode_id
):
    learn("joss", UNSAFE)
    father = standing(child_id, "Dale Example")

    with pytest.raises(access.Refused, match="say that a parent or carer is safe to tell"):
        learn("joss", dale(why_corrected=SAFE_NOW), hours=2, corrects=father.id)

    assert standing(child_id, "Dale Example").unsafe_to_tell
    assert not to_tell(episode_id)


def test_saying_that_somebody_is_safe_after_all_needs_a_reason(learn, unsafe, child_id):
    with pytest.raises(acting.Contradiction, match="why it is safe"):
        learn("nadia", dale(why_corrected=" "), hours=2, corrects=unsafe.id)

    assert standing(child_id, "Dale Example").unsafe_to_tell


@pytest.mark.parametrize("who", ["nadia", "tomas"])
def test_a_council_or_a_force_says_with_a_reason_that_somebody_is_safe(
    learn, unsafe, child_id, who
):
    learn(who, dale(why_corrected=SAFE_NOW), hours=2, corrects=unsafe.id)

    father = standing(child_id, "Dale Example")
    assert (father.unsafe_to_tell, father.why_corrected) == (False, SAFE_NOW)


# ---------------------------------------------------------------- the same person again


@pytest.mark.parametrize(
    "again",
    [
        dale("dale EXAMPLE"),
        dale("Dee", telephone="+44 7000 666666"),
        dale("Dee", email="Dale@Example.org"),
    ],
)
@pytest.mark.usefixtures("unsafe")
def test_somebody_unsafe_who_is_added_again_is_not_told_either(
    learn, episode_id, child_id, again, cast
):
    answer = learn("joss", again, hours=2)

    added = standing(child_id, again.name)
    assert added.unsafe_to_tell
    assert added.unsafe_reason == (f"This may be Dale Example, whom it is not safe to tell: {WHY}")
    assert again.name in answer.warnings[0]
    assert not to_tell(episode_id)
    with pytest.raises(acting.NotNow, match="not safe"):
        family_told.told(
            episode_id,
            added.id,
            how="telephone",
            by=cast.viewer("tomas", now=world.START),
            now=world.after(3),
        )


def test_somebody_unsafe_under_an_earlier_name_is_still_known(learn, unsafe, child_id):
    learn("joss", dale("David Example", unsafe=WHY), hours=2, corrects=unsafe.id)

    learn("joss", dale("Dale Example"), hours=3)

    assert standing(child_id, "Dale Example").unsafe_to_tell


@pytest.mark.usefixtures("unsafe")
def test_a_safe_person_cannot_be_corrected_into_an_unsafe_one(learn, child_id):
    learn("joss", told.Contact("Sara Example", "mother", telephone="01632 960001"), hours=2)
    mother = standing(child_id, "Sara Example")

    learn(
        "joss",
        told.Contact("Sara Example", "mother", telephone=UNSAFE.telephone),
        hours=3,
        corrects=mother.id,
    )

    assert standing(child_id, "Sara Example").unsafe_to_tell


def test_whoever_was_recorded_as_safe_and_may_be_the_one_found_unsafe_is_no_longer_told(
    learn, child_id, episode_id
):
    learn("joss", dale())
    learn("joss", told.Contact("Dee", "uncle", telephone=UNSAFE.telephone), hours=2)
    assert len(to_tell(episode_id)) == 2
    father = standing(child_id, "Dale Example")

    answer = learn("nadia", UNSAFE, hours=3, corrects=father.id)

    assert standing(child_id, "Dee").unsafe_to_tell
    assert len(answer.warnings) == 1
    assert not to_tell(episode_id)


def test_somebody_of_the_same_name_who_is_said_to_be_safe_stays_so(learn, unsafe, child_id):
    learn("joss", dale(telephone="01632 960002"), hours=2)
    [son] = [row for row in children.known(child_id).standing_contacts if row.telephone[-1:] == "2"]
    learn(
        "nadia", dale(telephone="01632 960003", why_corrected="His son"), hours=3, corrects=son.id
    )
    [son] = [row for row in children.known(child_id).standing_contacts if not row.unsafe_to_tell]

    learn("joss", dale(telephone="01632 960004"), hours=4, corrects=son.id)
    learn("nadia", dale(unsafe="Another reason"), hours=5, corrects=unsafe.id)

    known = children.known(child_id).standing_contacts
    assert {(row.telephone, row.unsafe_to_tell) for row in known} == {
        ("01632 960004", False),
        ("", True),
    }


@pytest.mark.usefixtures("unsafe")
def test_somebody_said_to_be_safe_who_takes_an_unsafe_persons_telephone_is_not(learn, child_id):
    learn("joss", dale("Dee", unsafe="Not known who he is", telephone="1"), hours=2)
    dee = standing(child_id, "Dee")
    learn("nadia", dale("Dee", why_corrected="An uncle"), hours=3, corrects=dee.id)

    dee = standing(child_id, "Dee")
    learn("joss", dale("Dee", telephone=UNSAFE.telephone), hours=4, corrects=dee.id)

    assert standing(child_id, "Dee").unsafe_to_tell


def test_a_child_introduced_with_one_person_twice_is_not_told_of_either(cast):
    made = child_introduced.record(
        told.Child("Wil", "Sample"),
        contacts=[dale(), UNSAFE],
        by=cast.viewer("nadia", now=world.START),
        now=world.START,
    )

    assert all(row.unsafe_to_tell for row in children.known(made.child_id).contacts)


def test_a_reason_that_grows_too_long_is_cut_and_still_kept(learn, child_id):
    learn("nadia", dale(unsafe="x" * 500))

    learn("joss", dale(), hours=2)

    reasons = [row.unsafe_reason for row in children.known(child_id).contacts]
    assert len(reasons[1]) == family.LONGEST_REASON


# ---------------------------------------------------------------- telling them after all


def test_somebody_who_is_safe_after_all_is_to_be_told_while_the_child_is_away(
    learn, unsafe, child_id, episode_id
):
    assert not to_tell(episode_id)

    learn("nadia", dale(why_corrected=SAFE_NOW), hours=2, corrects=unsafe.id)

    [duty] = to_tell(episode_id)
    assert duty.reason == "Tell Dale Example (father)"
    assert duty.contact_id == standing(child_id, "Dale Example").id


def test_somebody_who_is_safe_after_all_when_the_child_is_back_is_not_to_be_told(
    cast, learn, unsafe, episode_id
):
    back = told.Returned(world.after(1.5), ReturnedTo.PLACEMENT)
    joss = cast.viewer("joss", now=world.START)
    child_returned.record(episode_id, back, by=joss, now=world.after(1.5))

    learn("nadia", dale(why_corrected=SAFE_NOW), hours=2, corrects=unsafe.id)

    assert not to_tell(episode_id)


def test_somebody_who_had_been_told_before_they_were_unsafe_is_not_told_twice(
    cast, learn, child_id, episode_id
):
    learn("joss", dale())
    father = standing(child_id, "Dale Example")
    tomas = cast.viewer("tomas", now=world.START)
    family_told.told(episode_id, father.id, how="telephone", by=tomas, now=world.after(2))
    learn("nadia", UNSAFE, hours=3, corrects=father.id)

    father = standing(child_id, "Dale Example")
    learn("nadia", dale(why_corrected=SAFE_NOW), hours=4, corrects=father.id)

    assert not to_tell(episode_id)


def test_a_slip_of_the_pen_put_right_asks_nobody_to_tell_again(learn, child_id, episode_id):
    learn("joss", dale())
    father = standing(child_id, "Dale Example")

    learn("joss", dale("Dale Exampel"), hours=2, corrects=father.id)

    assert len(to_tell(episode_id)) == 1


# ---------------------------------------------------------------- a decision not to tell


DECIDED = "She told her worker that he hurts her"


@pytest.fixture
def tomas(cast):
    return cast.viewer("tomas", now=world.START)


@pytest.fixture
def decided(learn, tomas, child_id, episode_id):
    """The father, safe as far as is recorded, whom it was decided not to tell."""
    learn("joss", dale())
    father = standing(child_id, "Dale Example")
    family_told.not_told(episode_id, father.id, reason=DECIDED, by=tomas, now=world.after(2))
    return father


def tell(episode_id, contact, by, hours):
    return family_told.told(episode_id, contact.id, how="telephone", by=by, now=world.after(hours))


def take_back(episode_id, contact, by, hours, reason="The worker has seen him since"):
    return family_told.may_be_told(
        episode_id, contact.id, reason=reason, by=by, now=world.after(hours)
    )


def again(cast, child_id, tomas, *, hours=40):
    """The child comes home and is missing again; the new episode."""
    [open_one] = episodes.open_episodes_of(child_id)
    back = told.Returned(world.after(hours - 1), ReturnedTo.PLACEMENT)
    child_returned.record(open_one, back, by=tomas, now=world.after(hours - 1))
    answer = world.report(cast, child_id, key="again", now=world.after(hours))
    return episodes.locked(answer["episode_id"]).id


def test_nobody_is_told_while_the_decision_not_to_tell_them_stands(episode_id, decided, tomas):
    with pytest.raises(acting.NotNow, match="decided not to tell this person: She told her"):
        tell(episode_id, decided, tomas, 3)

    assert not to_tell(episode_id)


def test_a_decision_stands_for_the_person_however_their_entry_is_corrected(
    learn, episode_id, child_id, decided, tomas
):
    learn("joss", dale("Dale Exampel"), hours=3, corrects=decided.id)

    with pytest.raises(acting.NotNow, match="decided not to tell"):
        tell(episode_id, standing(child_id, "Dale Exampel"), tomas, 4)


def test_a_decision_is_taken_back_by_name_with_a_reason_and_then_they_are_to_be_told(
    episode_id, decided, tomas
):
    with pytest.raises(acting.Contradiction, match="may be told now"):
        take_back(episode_id, decided, tomas, 3, reason=" ")
    take_back(episode_id, decided, tomas, 3)

    [row] = FamilyTold.objects.all()
    assert (row.taken_back_by_id, row.taken_back_at) == (tomas.practitioner_id, world.after(3))
    assert [duty.reason for duty in to_tell(episode_id)] == ["Tell Dale Example (father)"]
    tell(episode_id, decided, tomas, 4)
    assert not to_tell(episode_id)


def test_a_past_moment_tells_the_decision_as_it_stood(episode_id, decided, tomas):
    take_back(episode_id, decided, tomas, 3)

    whole = account.whole_of(episodes.locked(episode_id), as_of=world.after(2.5))
    [row] = whole.response.family_told
    assert (row.taken_back_at, row.taken_back_by_id, row.taken_back_reason) == (None, None, "")


def test_taking_back_what_was_not_decided_or_is_unsafe_is_refused(
    learn, child_id, episode_id, unsafe, tomas
):
    learn("joss", told.Contact("Sara Example", "mother"), hours=2)
    mother = standing(child_id, "Sara Example")

    with pytest.raises(acting.NotNow, match="no decision"):
        take_back(episode_id, mother, tomas, 3)
    with pytest.raises(acting.NotNow, match="not safe"):
        take_back(episode_id, unsafe, tomas, 3)


def test_a_decision_taken_back_once_the_child_is_home_asks_to_tell_that_the_child_is_back(
    episode_id, decided, tomas
):
    back = told.Returned(world.after(3), ReturnedTo.PLACEMENT)
    child_returned.record(episode_id, back, by=tomas, now=world.after(3))
    before = to_tell(episode_id)

    take_back(episode_id, decided, tomas, 4)

    assert not before
    assert [duty.reason.endswith("the child is back") for duty in to_tell(episode_id)] == [True]


@pytest.mark.usefixtures("decided")
def test_the_next_episode_asks_for_the_decision_again_and_not_for_telling(cast, child_id, tomas):
    newer = again(cast, child_id, tomas)

    [duty] = to_tell(newer)
    assert duty.reason == (
        f"Decide whether to tell Dale Example (father): it was decided not to, because {DECIDED}"
    )


def test_the_decision_of_an_earlier_episode_binds_until_it_is_taken_back(
    cast, child_id, decided, tomas
):
    newer = again(cast, child_id, tomas)

    with pytest.raises(acting.NotNow, match="decided not to tell"):
        tell(newer, decided, tomas, 41)
    take_back(newer, decided, tomas, 42)
    [duty] = to_tell(newer)
    tell(newer, decided, tomas, 43)

    assert duty.reason == "Tell Dale Example (father)"
    assert not to_tell(newer)


def test_a_decision_made_again_answers_the_question_and_both_fall_when_taken_back(
    cast, child_id, decided, tomas
):
    newer = again(cast, child_id, tomas)
    family_told.not_told(newer, decided.id, reason="As before", by=tomas, now=world.after(41))
    assert not to_tell(newer)

    take_back(newer, decided, tomas, 42)

    tell(newer, decided, tomas, 43)
    assert not FamilyTold.objects.filter(told=False, taken_back_at=None).exists()


@pytest.mark.usefixtures("decided")
def test_somebody_added_who_may_be_one_it_was_decided_not_to_tell_is_asked_about(
    learn, child_id, episode_id, tomas
):
    learn("joss", told.Contact("dale example", "dad"), hours=3)

    [duty] = to_tell(episode_id)
    assert duty.reason == (
        "Decide whether to tell dale example (dad): this may be Dale Example, whom it was decided "
        "not to tell"
    )
    tell(episode_id, standing(child_id, "dale example"), tomas, 4)
    assert not to_tell(episode_id)


def test_what_was_not_told_for_safety_no_longer_binds_once_it_is_safe_but_a_decision_does(
    cast, learn, child_id, unsafe, tomas
):
    newer = again(cast, child_id, tomas)
    learn("nadia", dale(why_corrected=SAFE_NOW), hours=41, corrects=unsafe.id)
    father = standing(child_id, "Dale Example")
    family_told.not_told(newer, father.id, reason=DECIDED, by=tomas, now=world.after(42))
    learn("nadia", UNSAFE, hours=43, corrects=father.id)
    father = standing(child_id, "Dale Example")

    learn("nadia", dale(why_corrected="Safe again"), hours=44, corrects=father.id)

    assert [duty.reason[:6] for duty in to_tell(newer)] == ["Decide"]
    with pytest.raises(acting.NotNow, match="decided not to tell this person: She told her"):
        tell(newer, standing(child_id, "Dale Example"), tomas, 45)


def test_a_very_long_name_and_reason_still_open_the_duty(learn, episode_id):
    long = told.Contact("x" * 200, "y" * 100)
    learn("joss", long)
    [duty] = to_tell(episode_id)

    assert len(duty.reason) == telling.LONGEST_REASON
