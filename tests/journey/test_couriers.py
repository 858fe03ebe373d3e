"""A notice goes by every courier its agency has, to whom it may go, and says nothing on the way."""

from datetime import timedelta

import pytest
from tests.foundation import partners
from tests.journey import sealed, world

from wayhome.interfaces.jobs import every_minute
from wayhome.journey import (
    child_introduced,
    disclosure_withheld,
    notice_answered,
    sending,
    webhook_registered,
)
from wayhome.platform.messaging import envelope, outbox, signing, words
from wayhome.platform.messaging.models import Message
from wayhome.records.agencies.models import Post
from wayhome.records.episodes import queries as episodes
from wayhome.records.safety import actions as safety
from wayhome.rules import sending as rules
from wayhome.rules import told
from wayhome.rules.vocabulary import DutyKind, Matter, NoticeReason
from wayhome.stages.response.models import Duty, Notice

pytestmark = pytest.mark.django_db
COUNCIL, HOME = "Harrowfell Council", "Larch House"
LARCH = "home_manager@larch-house.invalid"


@pytest.fixture
def cast(db):
    del db
    return world.assemble()


def register(partner, agency=COUNCIL):
    return webhook_registered.record(
        agency,
        url=f"http://127.0.0.1:{partner.port}/{agency.replace(' ', '-')}?from=council",
        allowed_hosts=[f"127.0.0.1:{partner.port}"],
        now=world.START,
    )


@pytest.fixture
def registered(cast, partner):
    del cast
    return register(partner)


def report(cast, **known):
    child_id = world.introduce(cast, **known)
    world.report(cast, child_id)
    return child_id


def carry(**gone_by):
    return every_minute.carry(now=world.START + timedelta(**gone_by))


def to_systems():
    return list(Message.objects.filter(courier="webhook").order_by("queued_at", "id"))


def tasks():
    return list(Duty.objects.filter(kind=DutyKind.STOPPED_MESSAGE))


def learn(cast, child_id, home, *, now):
    child_introduced.learned(
        child_id,
        told.Child(),
        supplied_by="the council",
        arrangement=told.Arrangement(
            responsible_authority_id=cast.agencies[COUNCIL],
            placement_id=cast.agencies[home],
            is_looked_after=True,
        ),
        by=cast.viewer("nadia", now=now),
        now=now,
    )


def test_an_agencys_system_is_told_that_each_notice_to_it_waits(cast, partner, registered):
    _webhook_id, secret = registered
    report(cast)

    carry(seconds=10)

    told_of, seen, now = set(), signing.Seen(), world.START + timedelta(seconds=12)
    for request in partner.requests:
        signing.verify(
            request.headers, body=request.body, with_secrets=[secret], seen=seen, now=now
        )
        event = envelope.read(request.body)
        assert request.line == "POST /Harrowfell-Council?from=council HTTP/1.1"
        assert event.link.endswith(f"/notices/{event.notice}/")
        told_of.add(event.notice)
    theirs = Notice.objects.filter(agency_id=cast.agencies[COUNCIL])
    assert told_of == {notice.id for notice in theirs}
    assert told_of
    assert {each.delivered_at for each in theirs} == {world.START + timedelta(seconds=10)}


def test_no_byte_that_leaves_has_a_name_a_place_or_a_reason(cast, partner, mail_catcher):
    for agency in (COUNCIL, HOME, "Northmoor Police"):
        register(partner, agency)
    canaries = ("Zqbcdfghjkx", "Zqklmnprstx", "Zqpqrstvwxx", "Zqdfhjlnprx")
    given, family, place, reason = canaries
    child_id = world.introduce(cast, given_name=given, family_name=family)
    world.report(cast, child_id, last_seen_place=place, clothing=reason)

    carry(seconds=10)

    sent = [each.as_bytes() for each in mail_catcher.messages]
    sent += [
        "\n".join([each.line, *each.headers.values()]).encode() + each.body
        for each in partner.requests
    ]
    reference = episodes.reports_of(child_id)[-1].reference
    assert mail_catcher.messages
    assert partner.requests
    for secret in (*canaries, reference, str(child_id), *map(str, NoticeReason)):
        assert not any(secret.encode() in each for each in sent), secret


def test_an_agency_without_a_system_is_told_by_mail_alone(cast, partner, registered, mail_catcher):
    del registered
    report(cast)

    carry(seconds=10)

    agencies = {Notice.objects.get(id=each.about).agency_id for each in to_systems()}
    assert agencies == {cast.agencies[COUNCIL]}
    assert len(mail_catcher.messages) == Message.objects.filter(courier="email").count()
    assert partner.requests


def test_what_is_told_to_one_post_alone_is_told_to_no_system(cast, registered):
    del registered
    report(cast)
    notice = Notice.objects.filter(agency_id=cast.agencies[COUNCIL]).first()
    before = len(to_systems())

    sending.couriers.owe([notice], at=world.after(1))
    for reason in (NoticeReason.BREAK_GLASS, NoticeReason.SUPPORT_ASKED):
        notice.reason = reason
        sending.couriers.owe([notice], at=world.after(2))

    assert [each.queued_at for each in to_systems()[before:]] == [world.after(1)]


def test_a_system_that_was_revoked_is_sent_nothing_that_waited_and_nobody_is_asked(
    cast, partner, registered
):
    report(cast)
    webhook_registered.revoked(registered[0], now=world.after(0.01))

    carry(minutes=2)

    assert partner.requests == []
    assert {each.stopped_because for each in to_systems()} == {rules.NO_SYSTEM}
    assert tasks() == []
    waited = len(to_systems())
    world.report(cast, world.introduce(cast, given_name="Bea"), key="two", now=world.after(1))
    assert len(to_systems()) == waited


def test_the_system_of_a_home_a_child_has_left_is_sent_nothing_and_one_task_is_left(cast, partner):
    register(partner, HOME)
    child_id = report(cast)

    learn(cast, child_id, "Tideway House", now=world.after(0.5))
    carry(hours=0.6)

    homes = {notice.id for notice in Notice.objects.filter(agency_id=cast.agencies[HOME])}
    assert homes
    assert not homes & {envelope.read(each.body).notice for each in partner.requests}
    assert {each.stopped_because for each in to_systems() if each.about in homes} == {rules.NO_PART}
    assert len(tasks()) == len({task.key.partition(":")[0] for task in tasks()})


def test_what_is_stopped_by_mail_and_to_a_system_for_one_reason_leaves_one_task(cast, partner):
    register(partner, HOME)
    child_id = report(cast)
    safety.withhold(  # as if nothing that waited had been frozen
        child_id,
        Matter.EVERYTHING,
        reason="x",
        at=world.START,
        of=told.WithheldFrom(agency_id=cast.agencies[HOME]),
        by=cast.viewer("leon", now=world.START),
    )

    carry(minutes=1)

    homes = {notice.id for notice in Notice.objects.filter(agency_id=cast.agencies[HOME])}
    stopped = Message.objects.filter(stopped_at__isnull=False)
    assert {each.courier for each in stopped} == {"email", "webhook"}
    assert {each.about for each in stopped} == homes
    assert sorted(task.key.partition(":")[0] for task in tasks()) == sorted(map(str, homes))


def test_of_a_sealed_child_no_system_is_told_neither_what_waited_nor_what_comes(
    cast, partner, registered
):
    del registered
    child_id = report(cast)
    waited = len(to_systems())
    sealed.seal(cast, child_id, named=("dina", "leon", "nadia", "ines"), now=world.START)

    carry(minutes=1)
    notice = Notice.objects.filter(agency_id=cast.agencies[COUNCIL]).first()
    sending.couriers.owe([notice], at=world.after(1))

    assert waited
    assert partner.requests == []
    assert len(to_systems()) == waited
    assert all(each.stopped_at for each in to_systems())


def test_a_system_whose_agency_must_not_know_is_sent_nothing(cast, partner):
    register(partner, HOME)
    child_id = report(cast)
    disclosure_withheld.withhold(
        child_id,
        Matter.EVERYTHING,
        reason="Staff are suspected",
        now=world.after(0.1),
        of=told.WithheldFrom(agency_id=cast.agencies[HOME]),
        by=cast.viewer("leon", now=world.after(0.1)),
    )

    carry(hours=0.2)

    assert partner.requests == []
    assert {each.stopped_because for each in to_systems()} == {rules.NOT_TO_KNOW}


def test_a_webhook_about_something_that_is_no_notice_goes_nowhere(cast, partner, registered):
    del cast
    outbox.queue([(str(registered[0]), registered[0])], at=world.START, by="webhook")

    carry(minutes=1)

    assert partner.requests == []
    assert [each.stopped_because for each in to_systems()] == [rules.NOT_TO_KNOW]


def test_what_a_system_will_not_take_waits_for_somebody_with_an_hour_and_can_be_put_back(
    cast, partner, registered
):
    del registered
    partner.behaves = partners.answers(410)
    report(cast)

    carry(minutes=1)

    aside = outbox.in_quarantine()
    owner = episodes.locked(tasks()[0].episode_id).owner_post_id
    assert {each.courier for each in aside} == {"webhook"}
    assert {task.key.partition(":")[0] for task in tasks()} == {str(each.about) for each in aside}
    assert {(each.owner_post_id, each.due_at - each.started_at) for each in tasks()} == {
        (owner, timedelta(hours=1))
    }
    assert all(rules.NOT_TAKEN in task.reason for task in tasks())

    partner.behaves = partners.answers(204)
    sending.put_back([each.id for each in aside], now=world.after(1))
    carry(hours=1)

    assert not outbox.in_quarantine()
    assert all(each.sent_at == world.after(1) for each in to_systems())


def test_of_what_somebody_has_nobody_is_asked(cast, partner, registered):
    del registered
    partner.behaves = partners.answers(410)
    report(cast)
    had = Notice.objects.filter(agency_id=cast.agencies[COUNCIL]).first()
    holders = [cast.viewer(each, now=world.START) for each in cast.people]
    by = next(
        each for each in holders if each.agency_id == had.agency_id and had.post.kind in each.posts
    )
    notice_answered.acknowledged(had.id, by=by, now=world.START)

    carry(minutes=1)

    assert had.id in {each.about for each in outbox.in_quarantine()}
    assert str(had.id) not in {task.key.partition(":")[0] for task in tasks()}


def test_what_a_mail_server_refuses_eight_times_waits_for_somebody_and_holds_up_no_other(
    cast, mail_catcher
):
    Post.objects.filter(email=LARCH).update(email="larch@@larch-house.invalid")
    report(cast)

    for minute in range(1, 40):
        carry(minutes=minute)

    [aside] = outbox.in_quarantine()
    assert (aside.address, aside.refusals) == ("larch@@larch-house.invalid", 8)
    assert [rules.NO_MAIL in task.reason for task in tasks()] == [True]
    assert len(mail_catcher.messages) == Message.objects.count() - 1


def test_what_is_set_aside_about_no_notice_is_entered_and_asks_nobody(cast, mail_catcher, as_owner):
    person = cast.people["nadia"]
    outbox.queue([("nobody@@demo.invalid", person)], at=world.START, says=words.SIGNING_IN)

    for minute in range(1, 40):
        carry(minutes=minute)

    assert [each.about for each in outbox.in_quarantine()] == [person]
    assert mail_catcher.messages == tasks() == []
    assert world.ledger_of(as_owner)[-1] == sending.GIVE_UP


def test_whoever_puts_back_what_was_set_aside_is_entered(cast, mail_catcher, as_owner):
    del mail_catcher
    person = cast.people["nadia"]
    outbox.queue([("nobody@@demo.invalid", person)], at=world.START, says=words.SIGNING_IN)
    for minute in range(1, 40):
        carry(minutes=minute)

    [back] = sending.put_back([each.id for each in outbox.in_quarantine()], now=world.after(1))

    assert back == Message.objects.get().id
    assert not outbox.in_quarantine()
    assert world.ledger_of(as_owner)[-1] == sending.PUT_BACK
