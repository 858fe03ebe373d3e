"""What is asked with every report is worked out once, and found as the ORM would find it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.journey import world

from wayhome.records.agencies import protocols
from wayhome.records.agencies import queries as agencies
from wayhome.records.agencies.models import Agency, Post, Protocol
from wayhome.records.children import actions as child_actions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]


def held(row):
    return {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields}


def test_the_posts_of_many_agencies_and_of_none_come_with_their_agencies():
    some = list(Agency.objects.values_list("id", flat=True))

    for asked in (some, some[:1], some[-3:], []):
        wanted = Post.objects.select_related("agency").filter(agency_id__in=asked)
        by_the_orm = [
            (held(post), held(post.agency)) for post in wanted.order_by("agency__name", "title")
        ]
        found = agencies.posts_of(asked)
        with CaptureQueriesContext(connection) as more:
            assert [(held(post), held(post.agency)) for post in found] == by_the_orm
        assert not more


def test_a_council_comes_with_its_force_and_one_without_a_council_with_none():
    for agency in Agency.objects.select_related("police_force", "council"):
        found = child_actions._agency(agency.id)

        with CaptureQueriesContext(connection) as more:
            assert found == agency
            assert found.police_force == agency.police_force
            assert found.council == agency.council
        assert not more


def test_a_protocol_comes_with_its_content():
    first = Protocol.objects.order_by("in_force_from").first()

    found = protocols.in_force(first.partnership_id, at=world.START)

    assert held(found) == held(Protocol.objects.get(id=found.id))
    with pytest.raises(protocols.NoProtocol):
        protocols.in_force(first.partnership_id, at=first.in_force_from.replace(year=1900))
