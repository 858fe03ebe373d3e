"""A notice goes by every courier its agency has, to whom it may go, and says nothing on the way."""

from datetime import timedelta

import pytest
from tests.journey import world

from wayhome.interfaces.jobs import every_minute
from wayhome.journey import webhook_registered
from wayhome.platform.messaging import envelope, signing
from wayhome.platform.messaging.models import Message
from wayhome.rules.vocabulary import DutyKind
from wayhome.stages.response.models import Duty, Notice

pytestmark = pytest.mark.django_db
COUNCIL = "Harrowfell Council"


@pytest.fixture
def cast(db):
    del db
    return world.assemble()


def register(partner, agency=COUNCIL):
    url = f"http://127.0.0.1:{partner.port}/wayhome?from=council"
    return webhook_registered.record(
        agency, url=url, allowed_hosts=[f"127.0.0.1:{partner.port}"], now=world.START
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
    return Message.objects.filter(courier="webhook").order_by("queued_at", "id")


def stopped_tasks():
    return list(Duty.objects.filter(kind=DutyKind.STOPPED_MESSAGE))


def test_an_agencys_system_is_told_that_each_notice_to_it_waits(cast, partner, registered):
    _webhook_id, secret = registered
    report(cast)

    carry(seconds=10)

    told_of = set()
    seen = signing.Seen()
    for request in partner.requests:
        now = world.START + timedelta(seconds=12)
        assert request.line == "POST /wayhome?from=council HTTP/1.1"
        assert signing.verify(
            request.headers, body=request.body, with_secrets=[secret], seen=seen, now=now
        )
        event = envelope.read(request.body)
        assert event.link.endswith(f"/notices/{event.notice}/")
        told_of.add(event.notice)
    theirs = Notice.objects.filter(agency_id=cast.agencies[COUNCIL])
    assert told_of == {notice.id for notice in theirs}
    assert told_of
    assert {each.delivered_at for each in theirs} == {world.START + timedelta(seconds=10)}
