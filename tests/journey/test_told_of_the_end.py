"""Who is told that an absence is over: the home, the family, and a desk that was told of it."""

from datetime import UTC, datetime, timedelta

import pytest

from wayhome.interfaces.rehearsal import answers, cast, endings, scenes, situations
from wayhome.journey import account, child_introduced, family, family_told, time_passed
from wayhome.records.agencies import queries as agencies
from wayhome.records.children import queries as known_children
from wayhome.records.episodes import queries as episodes
from wayhome.rules import told
from wayhome.rules.vocabulary import DutyKind, NoticeReason, PostKind, ReturnedTo

# A Tuesday morning: office hours, so that the council's duty is the social worker's.
START = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def scene(db):  # noqa: ARG001  # a fixture is asked for by its name
    return scenes.begin(cast.assemble(now=START), at=START)


def whole_of(missing):
    at = START + timedelta(days=60)
    return account.whole_of(episodes.locked(missing.episode_id), as_of=at)


def told_to(missing, kind):
    """What posts of this kind were told, oldest first."""
    posts = {
        post.id
        for post in agencies.posts_of(one.id for one in agencies.agencies())
        if post.kind == kind
    }
    return [one.reason for one in whole_of(missing).response.notices if one.post_id in posts]


def waiting_to_tell(missing):
    """The duties about the family that nobody has done or declined."""
    return [
        duty
        for duty in whole_of(missing).response.duties
        if duty.kind == DutyKind.TELL_FAMILY and not duty.met_at and not duty.declined_at
    ]


def to_tell(missing):
    """What is still asked of somebody about the family."""
    return [duty.reason for duty in waiting_to_tell(missing)]


# ------------------------------------------------------------- the home


@pytest.mark.parametrize("to", ReturnedTo)
def test_the_home_is_always_told_that_the_absence_is_over_wherever_the_child_is(scene, to):
    missing = situations.reported_just_now(scene)
    scene.later(hours=2)

    endings.return_home(scene, missing, to=to)

    ended = {NoticeReason.RETURNED, NoticeReason.ENDED_WITHOUT_RETURN}
    assert len(ended & set(told_to(missing, PostKind.HOME_MANAGER))) == 1


# ------------------------------------------------------------- the family


@pytest.mark.parametrize(
    ("to", "words"),
    [
        (ReturnedTo.HOSPITAL, "that the child is back"),
        (ReturnedTo.DIED, "in person that the child has died"),
        (ReturnedTo.TURNED_EIGHTEEN, "that the search ended when the child turned 18"),
    ],
)
def test_somebody_is_asked_to_tell_the_family_how_the_absence_ended(scene, to, words):
    missing = situations.reported_just_now(scene)
    answers.tell_family(scene, missing)
    assert to_tell(missing) == []
    scene.later(hours=2)

    endings.return_home(scene, missing, to=to)

    [asked] = to_tell(missing)
    assert asked.endswith(words)
    answers.tell_family(scene, missing)
    assert to_tell(missing) == []


def test_nobody_is_asked_to_tell_a_parent_who_is_not_safe_to_tell_that_the_child_is_back(scene):
    missing = situations.unsafe_parent(scene)
    unsafe = {
        row.id for row in known_children.known(missing.child_id).contacts if row.unsafe_to_tell
    }
    scene.later(hours=2)

    endings.return_home(scene, missing)

    asked = [d for d in whole_of(missing).response.duties if d.kind == DutyKind.TELL_FAMILY]
    assert unsafe
    assert unsafe.isdisjoint(duty.contact_id for duty in asked)


def test_a_decision_not_to_tell_a_parent_holds_also_when_the_child_is_back(scene):
    missing = situations.reported_just_now(scene)
    [contact] = known_children.contacts_of(known_children.known(missing.child_id))
    by = scene.person("tomas")
    family_told.not_told(
        missing.episode_id,
        contact.contact_id,
        reason="The child asks us not to",
        by=by,
        now=scene.now,
    )
    scene.later(hours=2)
    endings.return_home(scene, missing)
    before = to_tell(missing)

    family_told.may_be_told(
        missing.episode_id, contact.contact_id, reason="The child says yes", by=by, now=scene.now
    )

    assert before == []
    assert [asked.endswith("that the child is back") for asked in to_tell(missing)] == [True]


def test_a_decision_that_is_still_to_be_made_is_asked_for_once(scene):
    missing = situations.reported_just_now(scene)
    [contact] = known_children.contacts_of(known_children.known(missing.child_id))
    family_told.not_told(
        missing.episode_id,
        contact.contact_id,
        reason="The child asks us not to",
        by=scene.person("tomas"),
        now=scene.now,
    )
    again = told.Contact(contact.name, "a carer")
    child_introduced.learned(
        missing.child_id,
        told.Child(),
        supplied_by="a phone call",
        by=scene.person("sol"),
        now=scene.later(minutes=5),
        contact=again,
    )
    asked = to_tell(missing)

    endings.return_home(scene, missing, at=scene.later(hours=1))

    assert len(asked) == 1
    assert to_tell(missing) == asked


@pytest.mark.parametrize("changed", [{"telephone": "01632 960999"}, {"email": "r@demo.invalid"}])
def test_a_parent_found_to_be_reached_elsewhere_is_to_be_told_there_that_the_child_is_back(
    scene, changed
):
    missing = situations.reported_just_now(scene)
    answers.tell_family(scene, missing)
    endings.return_home(scene, missing, at=scene.later(hours=2))
    [before] = known_children.contacts_of(known_children.known(missing.child_id))
    [asked] = waiting_to_tell(missing)
    given = {"telephone": before.telephone, "email": before.email} | changed

    child_introduced.learned(
        missing.child_id,
        told.Child(),
        supplied_by="a phone call",
        by=scene.person("sol"),
        now=scene.later(minutes=5),
        contact=told.Contact(before.name, before.relationship, **given),
        corrects_contact_id=before.contact_id,
    )

    [after] = known_children.contacts_of(known_children.known(missing.child_id))
    [again] = waiting_to_tell(missing)
    assert after.contact_id != before.contact_id
    assert (asked.contact_id, again.contact_id) == (before.contact_id, after.contact_id)
    assert again.reason == asked.reason
    asked.refresh_from_db()
    assert asked.declined_reason == family.REACHED_OTHERWISE


# ------------------------------------------------------------- a national desk


def test_a_desk_that_is_told_late_of_an_absence_is_told_with_it_that_the_child_is_back(scene):
    missing = situations.reported_just_now(scene)
    scene.later(hours=50)
    endings.return_home(scene, missing)

    time_passed.record(now=scene.later(minutes=1))
    time_passed.record(now=scene.later(days=1))

    assert told_to(missing, PostKind.NATIONAL_DESK) == [
        NoticeReason.MISSING_48_HOURS,
        NoticeReason.RETURNED,
    ]


@pytest.mark.parametrize(
    ("end", "told_as"),
    [
        (
            lambda scene, missing: endings.return_home(scene, missing, to=ReturnedTo.DIED),
            NoticeReason.ENDED_WITHOUT_RETURN,
        ),
        (endings.locate, NoticeReason.LOCATED),
    ],
)
def test_however_it_ended_the_desk_is_told(scene, end, told_as):
    missing = situations.reported_just_now(scene)
    scene.later(hours=50)
    end(scene, missing)

    time_passed.record(now=scene.later(minutes=1))

    assert told_to(missing, PostKind.NATIONAL_DESK) == [NoticeReason.MISSING_48_HOURS, told_as]


def test_a_desk_once_told_is_told_of_a_return_that_turns_out_to_have_come_before(scene):
    missing = situations.reported_just_now(scene)
    time_passed.record(now=scene.later(hours=49))

    endings.return_home(scene, missing, at=scene.ago(hours=2))

    assert told_to(missing, PostKind.NATIONAL_DESK)[-1] == NoticeReason.RETURNED
