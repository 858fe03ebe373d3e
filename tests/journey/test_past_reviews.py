"""A label that let nobody look: kept as recorded, and looked at now, also when it is long over."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from tests.journey.test_past_episode_imported import NOW, another, hours, told_of

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import account, past, past_episode_imported, past_review_held
from wayhome.journey.acting import Contradiction, NotNow
from wayhome.journey.past_episode_imported import Came
from wayhome.platform.messaging.models import Message
from wayhome.records.agencies.models import Agency, Post
from wayhome.records.episodes.models import Episode
from wayhome.rules import access, told
from wayhome.rules.vocabulary import (
    DutyKind,
    FoundBy,
    NoticeReason,
    PostKind,
    PreventionMode,
    ReturnedTo,
)
from wayhome.stages.response import past as past_reviews
from wayhome.stages.response.models import Duty, Notice

pytestmark = pytest.mark.django_db
ABSENT = (past.Label("Absent"),)
LATER = NOW + hours(1)


@pytest.fixture
def cast():
    return casting.assemble(now=NOW)


@pytest.fixture
def take(cast):
    def record(*records, who="callum", now=NOW):
        return past_episode_imported.record(records, by=cast.viewer(who, now=now), now=now)

    return record


def apart(cast, line, **changes):
    """A record of another absence of the same child, called absent."""
    began = told_of(cast).began_at + hours(100 * line)
    kept = {"key": f"k{line}", "line": line, "labels": ABSENT}
    return told_of(cast, began_at=began, ended_at=began + hours(2), **(kept | changes))


def test_an_absence_that_is_over_and_was_called_absent_is_reviewed_by_who_keeps_records(cast, take):
    [result] = take(told_of(cast, labels=ABSENT))

    whole = account.whole_of(Episode.objects.get(), as_of=NOW)
    [review] = whole.response.duties
    allowed = timedelta(minutes=whole.agreed.reassess_within_minutes)
    assert (result.came, result.asks_review) == (Came.IMPORTED, True)
    assert whole.episode.closed_at is not None
    assert whole.episode.label_as_recorded == "Absent"
    assert (review.kind, review.owner_post.kind) == (
        DutyKind.REVIEW,
        PostKind.MISSING_PERSON_COORDINATOR,
    )
    assert review.due_at == NOW + allowed == whole.episode.next_due_at
    assert "“Absent”" in review.reason


def test_other_labels_ask_for_no_review(cast, take):
    take(told_of(cast), told_of(cast, key="b", line=3, began_at=NOW - hours(99), labels=()))

    assert not Duty.objects.exists()
    assert not Notice.objects.exists()


def test_the_councils_own_record_is_reviewed_by_its_coordinator(cast, take):
    take(another(cast, labels=ABSENT), who="priya")

    assert Duty.objects.get().owner_post.kind == PostKind.MISSING_COORDINATOR


def test_a_file_of_many_tells_a_post_once_and_again_only_when_it_was_read(cast, take):
    take(*(apart(cast, line) for line in range(2, 6)))
    take(apart(cast, 6))  # the same run, the next batch

    notice = Notice.objects.get()
    assert Duty.objects.count() == 5
    assert notice.reason == NoticeReason.PAST_REVIEW
    assert notice.post.kind == PostKind.MISSING_PERSON_COORDINATOR
    assert Message.objects.filter(about=notice.id).count() == 1
    assert mail.outbox == []

    take(apart(cast, 7), now=LATER)  # another file, while the notice waits
    assert Notice.objects.count() == 1
    Notice.objects.update(acknowledged_at=LATER, acknowledged_by=cast.people["callum"])
    take(apart(cast, 8), now=LATER + hours(1))
    assert Notice.objects.count() == 2


def test_a_record_nobody_could_review_is_rejected(cast):
    Agency.objects.filter(name="Larch House").update(police_force=None)
    by = replace(cast.viewer("joss", now=NOW), posts=frozenset({PostKind.PARTNER_SYSTEM}))

    [result] = past_episode_imported.record([another(cast, labels=ABSENT)], by=by, now=NOW)

    assert result.came is Came.REJECTED
    assert "no post" in result.reason
    assert not Episode.objects.exists()


def test_a_review_is_held_by_its_post_and_by_nobody_else(cast, take):
    take(told_of(cast, labels=ABSENT))
    take(another(cast, labels=ABSENT), who="priya")  # joins it, and asks the council too
    episode = Episode.objects.get()

    def hold(who, findings="Nothing is left to do."):
        by = cast.viewer(who, now=LATER)
        return past_review_held.record(episode.id, findings=findings, by=by, now=LATER)

    with pytest.raises(access.Refused):
        hold("joss")
    with pytest.raises(access.Refused, match="for the missing person coordinator"):
        hold("tomas")
    with pytest.raises(Contradiction):
        hold("callum", findings=" ")
    hold("callum")
    [left] = past_reviews.reviews_of(episode.id)
    assert left.owner_agency_id == cast.agencies["Harrowfell Council"]
    with pytest.raises(access.Refused, match="another agency"):
        hold("callum")
    hold("priya")
    with pytest.raises(NotNow):
        hold("priya")
    whole = account.whole_of(Episode.objects.get(), as_of=LATER)
    assert [review.findings for review in whole.response.reviews] == ["Nothing is left to do."] * 2
    assert whole.episode.next_due_at is None


def test_where_two_posts_of_an_agency_review_one_absence_neither_waits_for_the_other(cast, take):
    take(told_of(cast, labels=ABSENT))
    episode = Episode.objects.get()
    by = cast.viewer("callum", now=NOW)
    [first] = past_reviews.reviews_of(episode.id)
    inspector = Post.objects.get(agency=first.owner_agency, kind=PostKind.DUTY_INSPECTOR)
    told_later = {"reason": "x", "post": inspector, "due_at": LATER, "by": by, "at": NOW}
    past_reviews.review(episode, of="second", **told_later).save(force_insert=True)

    for who in ("ines", "callum"):
        viewer = cast.viewer(who, now=LATER)
        past_review_held.record(episode.id, findings="Looked at.", by=viewer, now=LATER)

    assert not past_reviews.reviews_of(episode.id)
    whole = account.whole_of(episode, as_of=LATER)
    assert len(whole.response.reviews) == 2


def test_what_a_record_that_joins_said_is_kept_as_recorded(cast, take):
    ended = NOW - hours(2)
    take(told_of(cast, began_at=NOW - hours(9), ended_at=None))

    take(
        another(
            cast,
            began_at=NOW - hours(9),
            ended_at=ended,
            labels=(past.Label("Low", "Usual"), past.Label("High")),
            located=told.Located(ended, "Town park", FoundBy.POLICE, "asleep"),
            returned=told.Returned(ended + hours(1), ReturnedTo.HOME),
            seen=told.PreventionInterview(ended, PreventionMode.FACE_TO_FACE),
            police_closed_at=NOW,
            offer=told.Offer(NOW, "by telephone"),
        ),
        who="priya",
    )

    whole = account.whole_of(Episode.objects.get(), as_of=NOW + timedelta(seconds=1))
    joined = whole.intake.reports[-1]
    assert (joined.joined, joined.type, joined.label_as_recorded) == (True, "missing", "Low; High")
    assert [(one.topic, one.answer) for one in whole.intake.answers] == [
        ("recorded_type", "missing"),
        ("recorded_risk", "Low, Usual"),
        ("recorded_risk", "High"),
        ("recorded_located", "10/03/2026 10:00, Town park, police, asleep"),
        ("recorded_returned", "10/03/2026 11:00, home"),
        ("recorded_seen", "10/03/2026 10:00, face to face"),
        ("recorded_closed", "10/03/2026 12:00"),
        ("recorded_offer", "10/03/2026 12:00"),
    ]


def test_a_file_ends_no_search_and_the_owner_is_asked(cast, take):
    ended = NOW - hours(2)
    take(told_of(cast, began_at=NOW - hours(9), ended_at=None))

    [result] = take(
        another(
            cast,
            began_at=NOW - hours(9),
            ended_at=ended,
            ended_by_day=True,
            located=told.Located(ended, "Town park", FoundBy.NOT_KNOWN),
        ),
        who="priya",
    )

    episode = Episode.objects.get()
    [asked] = Duty.objects.filter(key__endswith=":over")
    whole = account.whole_of(episode, as_of=NOW + timedelta(seconds=1))
    assert episode.absent_until is None
    assert whole.found.located == []
    assert asked.owner_post_id == episode.owner_post_id
    assert "10/03/2026, Town park" in asked.reason
    assert "search goes on" in result.notes[0]
    told_of_it = Notice.objects.filter(reason=NoticeReason.SECOND_REPORT)
    assert episode.owner_post_id in told_of_it.values_list("post_id", flat=True)


def test_a_label_withdrawn_on_a_record_that_joins_asks_for_a_review_of_what_is_open(cast, take):
    take(told_of(cast, began_at=NOW - hours(9), ended_at=None))

    [result] = take(
        another(cast, began_at=NOW - hours(9), ended_at=None, labels=ABSENT), who="priya"
    )

    [asked] = Duty.objects.filter(key__endswith=":absent")
    assert asked.kind == DutyKind.REVIEW
    assert "“Absent”" in result.notes[0]
    assert not past_reviews.reviews_of(Episode.objects.get().id)
