"""A post is written to at its mailbox, and whoever is on duty where it says so or has none."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.journey import sealed

from wayhome.interfaces.jobs import every_minute
from wayhome.interfaces.rehearsal import cast, scenes, situations
from wayhome.journey import child_kept_from, duty_rostered, sending, written_to
from wayhome.platform.messaging.models import Message
from wayhome.records.agencies.models import Post
from wayhome.records.practitioners import rotas
from wayhome.records.practitioners.models import Holding, Practitioner
from wayhome.rules import access, told
from wayhome.rules.vocabulary import Conflict, DutyKind, PostKind
from wayhome.stages.response.models import Duty, Notice

START = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)  # a Tuesday
HOUR = timedelta(hours=1)
INES, DINA = "ines@demo.invalid", "dina@demo.invalid"

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db):  # noqa: ARG001  # a fixture is asked for by its name
    return scenes.begin(cast.assemble(now=START), at=START)


@pytest.fixture
def post(scene):
    """The duty inspector of the force: Ines by the rota until noon, then Dina."""
    found = Post.objects.get(id=scene.cast.post("Northmoor Police", PostKind.DUTY_INSPECTOR))
    people = scene.cast.people
    Holding.objects.create(practitioner_id=people["dina"], post=found, since=START - 9 * HOUR)
    for who, begins, ends in (("ines", time(7), time(12)), ("dina", time(12), time(17))):
        line = rotas.NewShift(people[who], frozenset({1}), begins, ends, date(2026, 3, 1))
        rotas.add_shifts(found.id, line, by=None, at=START)
    return found


def say(scene, post, *, tells_on_duty=True, by="owen"):
    duty_rostered.written_to(
        post.id, tells_on_duty=tells_on_duty, by=scene.person(by), now=scene.now
    )
    post.refresh_from_db()


def reported(scene, post):
    """A child is reported, and the first notice to the post about them."""
    missing = situations.reported_just_now(scene)
    return Notice.objects.filter(post=post, episode_id=missing.episode_id).order_by("id")[0]


def written(notice):
    rows = Message.objects.filter(about=notice.id, courier="email").order_by("id")
    return [row.address for row in rows]


def test_a_post_that_says_nothing_is_written_to_at_its_mailbox_alone(scene, post):
    assert written(reported(scene, post)) == [post.email]


def test_whoever_is_on_duty_is_written_to_where_the_post_says_so_each_by_a_message_of_its_own(
    scene, post
):
    say(scene, post)

    notice = reported(scene, post)

    assert written(notice) == [post.email, INES]
    assert Message.objects.filter(about=notice.id).values("id").distinct().count() >= 2


def test_a_post_without_a_mailbox_is_written_to_where_whoever_is_on_duty_is(scene, post, as_owner):
    with as_owner():
        Post.objects.filter(id=post.id).update(email="")

    assert written(reported(scene, post)) == [INES]


def test_without_a_rota_everybody_who_holds_the_post_is_on_duty(scene, as_owner):
    post = Post.objects.get(id=scene.cast.post("Northmoor Police", PostKind.SUPERINTENDENT))
    with as_owner():
        Post.objects.filter(id=post.id).update(email="")
    post.refresh_from_db()

    assert written_to.of_posts([post], at=START) == ["owen@demo.invalid"]


def test_somebody_without_an_address_is_reached_by_the_mailbox(scene, post, as_owner):
    say(scene, post)
    with as_owner():
        Practitioner.objects.filter(username="ines").update(email="")

    assert written(reported(scene, post)) == [post.email]


def test_an_address_that_is_the_mailbox_as_well_is_written_to_once(scene, post, as_owner):
    say(scene, post)
    with as_owner():
        Practitioner.objects.filter(username="ines").update(email=post.email.upper())

    assert written(reported(scene, post)) == [post.email]


def test_the_message_to_a_person_says_no_more_than_that_to_the_mailbox(scene, post, mailoutbox):
    say(scene, post)
    reported(scene, post)

    every_minute.carry(now=scene.now)

    bodies = {mail.to[0]: mail for mail in mailoutbox if mail.to[0] in (INES, post.email)}
    assert len(bodies) == 2
    assert len({(mail.subject, mail.body) for mail in bodies.values()}) == 1
    assert len({mail.extra_headers["Message-ID"] for mail in bodies.values()}) == 2


def test_who_went_off_duty_meanwhile_is_not_written_to_and_whoever_came_on_is(
    scene, post, mailoutbox
):
    say(scene, post)
    notice = reported(scene, post)

    for _turn in range(3):
        every_minute.carry(now=START + 3 * HOUR)

    to = [mail.to[0] for mail in mailoutbox]
    assert INES not in to
    assert to.count(DINA) == Notice.objects.filter(post=post).count()
    assert sending.why_not(notice.id, INES, now=START + 3 * HOUR) != ""
    assert not Duty.objects.filter(kind=DutyKind.STOPPED_MESSAGE).exists()


def test_a_person_from_whom_the_child_is_kept_is_not_written_to(scene, post, mailoutbox):
    say(scene, post)
    notice = reported(scene, post)
    child_kept_from.keep_from(
        notice.episode.child_id,
        told.Someone("ines", username="ines"),
        kind=Conflict.RELATIVE,
        reason="An uncle",
        by=scene.person("dina"),
        now=START,
    )

    every_minute.carry(now=START + HOUR)

    to = [mail.to[0] for mail in mailoutbox]
    assert INES not in to
    assert post.email in to
    assert INES not in [address for address, _about in written_to.of_notices([notice], at=START)]


def test_a_person_off_the_list_of_a_sealed_child_is_not_written_to(scene, post, mailoutbox):
    say(scene, post)
    notice = reported(scene, post)
    sealed.seal(scene.cast, notice.episode.child_id, by="peter", named=("dina", "peter"), now=START)

    every_minute.carry(now=START + HOUR)

    assert INES not in [mail.to[0] for mail in mailoutbox]


@pytest.mark.parametrize("who", ["ines", "joan", "leon"])
def test_only_whoever_is_over_the_post_says_who_is_written_to(scene, post, who):
    with pytest.raises(access.Refused):
        say(scene, post, by=who)
    post.refresh_from_db()
    assert not post.tells_on_duty


def test_it_is_taken_back_by_whoever_is_over_the_post(scene, post):
    say(scene, post)
    say(scene, post, tells_on_duty=False)

    assert written(reported(scene, post)) == [post.email]


def test_however_many_posts_are_told_it_is_asked_once_who_may_know_and_where_they_are(scene):
    """A report tells several posts at once, and each may write to several people."""
    situations.reported_just_now(scene)
    Post.objects.update(tells_on_duty=True)
    notices = list(Notice.objects.select_related("post__agency", "episode"))
    one, every = asked_for(notices[:1]), asked_for(notices)

    assert len(notices) > 1
    assert len({pair[0] for pair in written_to.of_notices(notices, at=scene.now)}) > 1
    assert every == one


def asked_for(notices):
    """How many statements it takes to say where they are written to."""
    with CaptureQueriesContext(connection) as sent:
        list(written_to.of_notices(notices, at=START))
    return len(sent)
