"""Couriers that were away come back, and couriers that fail at random: nothing owed is lost.

The partner's system and the mail server are real, on this machine. The clock is ours, so that days
go by in seconds.
"""

import random
from collections import defaultdict
from datetime import timedelta

import pytest
from tests.foundation import mail, partners
from tests.journey import world

from wayhome.interfaces.jobs import every_minute
from wayhome.journey import account, notice_answered, time_passed, webhook_registered
from wayhome.platform.messaging import carrying, outbox
from wayhome.platform.messaging.by_email import EmailCourier
from wayhome.platform.messaging.courier import WENT
from wayhome.platform.messaging.models import Message
from wayhome.records.episodes import queries as episodes
from wayhome.rules.vocabulary import DutyKind
from wayhome.stages.response.models import Duty, Notice

pytestmark = pytest.mark.django_db
COUNCIL, FORCE = "Harrowfell Council", "Northmoor Police"
CHILDREN = ("Amira", "Bea", "Cai", "Dilys", "Efa", "Fflur")


@pytest.fixture
def cast(db, partner):
    del db
    made = world.assemble()
    for agency in (COUNCIL, FORCE):
        webhook_registered.record(
            agency,
            url=f"http://127.0.0.1:{partner.port}/{agency.partition(' ')[0]}",
            allowed_hosts=[f"127.0.0.1:{partner.port}"],
            now=world.START,
        )
    return made


def report(cast, name, *, at):
    child_id = world.introduce(cast, given_name=name, now=at)
    return world.report(cast, child_id, key=name, now=at)["episode_id"]


def arrivals(partner, mail_catcher):
    """What arrived at each address, in order: the ids of messages."""
    arrived = defaultdict(list)
    for each in mail_catcher.messages:
        arrived[each["To"]].append(each["Message-ID"].strip("<>").removesuffix("@wayhome"))
    for request in partner.requests:
        arrived[request.line.split()[1]].append(request.headers["webhook-id"])
    return arrived


def owed():
    """What was owed to each address, in the order it was owed in."""
    rows = defaultdict(list)
    for each in Message.objects.order_by("queued_at", "id"):
        rows[each.courier, each.address].append(str(each.id))
    return sorted(rows.values())


def test_couriers_that_were_away_for_three_days_are_drained_in_order_none_lost_none_twice(
    cast, partner, mail_catcher, settings
):
    up, settings.EMAIL_PORT = settings.EMAIL_PORT, mail.free_port()
    partner.close()
    at = world.START
    for number, name in enumerate(CHILDREN):
        report(cast, name, at=world.START + timedelta(hours=number))
    for _turn in range(24):
        at += timedelta(hours=3)
        every_minute.carry(now=at)
    waited = Message.objects.filter(sent_at__isnull=True).count()
    assert waited == Message.objects.count() > 2 * len(CHILDREN)
    assert not outbox.in_quarantine()

    settings.EMAIL_PORT = up
    partner.open()
    for _turn in range(3):
        at += timedelta(minutes=1)
        every_minute.carry(now=at)

    assert sorted(arrivals(partner, mail_catcher).values()) == owed()
    assert sum(map(len, owed())) == waited
    assert not Message.objects.filter(sent_at__isnull=True).exists()
    assert not outbox.in_quarantine()
    assert not Notice.objects.filter(delivered_at__isnull=True).exclude(post__email="").exists()


class Ended(BaseException):
    """The worker was ended."""


class Chaos:
    """A partner and a mail server that fail at random, and a worker that is ended at random."""

    def __init__(self, seed, *, partner, mail_catcher):
        self.dice = random.Random(seed)  # noqa: S311  # chance that can be had again
        self.partner, self.mail_catcher = partner, mail_catcher
        partner.behaves = self.behave
        mail_catcher.says = self.say

    def behave(self, line):
        does = self.dice.choice(
            [
                *(partners.answers(each) for each in (204, 204, 204, 301, 404, 410, 500, 503, 429)),
                *(partners.says(each) for each in (b"", b"HTTP/1.1 20", b"nonsense\r\n\r\n")),
            ]
        )
        does(line)

    def say(self):
        return self.dice.choice([mail.TAKEN] * 3 + ["451 later", "554 never", "421 closing"])

    def weather(self, settings, *, up):
        """Now and then nobody is there at all."""
        settings.EMAIL_PORT = up if self.dice.random() < 0.8 else mail.free_port()
        self.partner.close()
        if self.dice.random() < 0.8:
            self.partner.open()

    def carry(self, *, at, monkeypatch):
        delivered = notice_answered.delivered

        def ended_now_and_then(notice_ids, *, by=None, now):
            if self.dice.random() < 0.1:
                raise Ended
            delivered(notice_ids, by=by, now=now)

        with monkeypatch.context() as ending:
            ending.setattr(every_minute, "CHANCE", self.dice.random)
            ending.setattr(notice_answered, "delivered", ended_now_and_then)
            try:
                every_minute.carry(now=at)
            except Ended:
                return


def an_hour_of(chaos, *, settings, monkeypatch):
    """Minutes go by: the weather changes, messages are carried, and the clocks are looked at."""
    up = settings.EMAIL_PORT
    for minute in range(1, 61):
        at = world.START + timedelta(minutes=minute)
        chaos.weather(settings, up=up)
        chaos.carry(at=at, monkeypatch=monkeypatch)
        if minute % 5 == 0:
            time_passed.record(now=at)
    return at


def told_nobody(episode_id, *, at):
    """The notices of the report that reached nobody and that nobody above was told of."""
    whole = account.whole_of(episodes.locked(episode_id), as_of=at)
    escalated = {each.about for each in whole.response.escalations}
    first = [each for each in whole.response.notices if each.recorded_at == world.START]
    assert first
    return [each for each in first if not each.delivered_at and each.id not in escalated]


def lost(arrived):
    """The messages that are said to have gone and did not arrive, or of which nobody was asked."""
    asked = {
        task.key.partition(":")[0] for task in Duty.objects.filter(kind=DutyKind.STOPPED_MESSAGE)
    }
    return [
        each
        for each in Message.objects.all()
        if (each.sent_at and str(each.id) not in arrived)
        or (each.quarantined_at and str(each.about) not in asked)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_fails_each_notice_is_delivered_or_escalated_and_nothing_is_lost(
    cast, partner, mail_catcher, settings, monkeypatch, seed
):
    episode_id = report(cast, "Amira", at=world.START)
    chaos = Chaos(seed, partner=partner, mail_catcher=mail_catcher)

    at = an_hour_of(chaos, settings=settings, monkeypatch=monkeypatch)

    arrived = arrivals(partner, mail_catcher)
    assert not told_nobody(episode_id, at=at)
    assert not lost({each for ids in arrived.values() for each in ids})
    assert max(each.refusals for each in Message.objects.all()) <= carrying.MOST_REFUSALS
    assert Message.objects.filter(attempts__gt=1).exists()


def test_a_courier_that_says_it_went_and_carried_nothing_would_be_found(cast, monkeypatch):
    report(cast, "Amira", at=world.START)
    with monkeypatch.context() as lying:
        lying.setattr(EmailCourier, "carry", lambda *_of, **_when: WENT)
        every_minute.carry(now=world.START)

    assert lost(set())
