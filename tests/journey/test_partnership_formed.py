"""A post and a person are given addresses that a message can be sent to, or none."""

from datetime import UTC, datetime

import pytest

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import partnership_formed
from wayhome.platform.messaging import addresses
from wayhome.records.agencies import queries as agencies
from wayhome.records.practitioners import queries as practitioners
from wayhome.rules import told
from wayhome.rules.vocabulary import AgencyKind, PostKind

NOW = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
NO_MESSAGE_ARRIVES = (
    "duty@@demo.invalid",
    "dewi.ŵ@demo.invalid",
    "duty@demo.invalid\n",
    "duty@",
    " ",
    "d" * 64 + "@" + ".".join(["long" * 12] * 5) + ".invalid",
)


def form(email):
    force = told.NewAgency("Northwick Police", AgencyKind.POLICE, {PostKind.DUTY_INSPECTOR: email})
    (made,) = partnership_formed.agencies([force], partnership_name=None, now=NOW)
    return made


def join(agency_id, *, post=PostKind.DUTY_INSPECTOR, email=""):
    dewi = told.NewPractitioner("Dewi Example", "dewi", agency_id, [post], email=email)
    (made,) = partnership_formed.practitioners([dewi], now=NOW)
    return made


@pytest.mark.django_db
@pytest.mark.parametrize("address", NO_MESSAGE_ARRIVES)
def test_a_post_is_refused_an_address_no_message_can_be_sent_to(address):
    with pytest.raises(addresses.NoSuchAddress, match="duty inspector of Northwick Police"):
        form(address)

    assert not agencies.agencies().filter(name="Northwick Police").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("address", NO_MESSAGE_ARRIVES)
def test_a_person_is_refused_an_address_no_message_can_be_sent_to(address):
    force = form("duty@demo.invalid")

    with pytest.raises(addresses.NoSuchAddress, match="Give Dewi Example an address"):
        join(force, email=address)

    assert practitioners.by_username("dewi") is None


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "duty@demo.invalid", "duty.o'hara+1@police.example.org"])
def test_an_address_a_message_can_be_sent_to_is_kept_and_none_is_needed(address):
    [post] = agencies.posts_of([form(address)])

    assert post.email == address


@pytest.mark.django_db
def test_nobody_holds_a_post_that_their_agency_does_not_have():
    force = form("duty@demo.invalid")

    with pytest.raises(KeyError, match="director"):
        join(force, post=PostKind.DIRECTOR)

    assert practitioners.by_username("dewi") is None


@pytest.mark.django_db
def test_an_agency_without_a_post_is_refused():
    nobody = told.NewAgency("Northwick Police", AgencyKind.POLICE, {})

    with pytest.raises(ValueError, match="Northwick Police needs at least one post"):
        partnership_formed.agencies([nobody], partnership_name=None, now=NOW)


@pytest.mark.django_db
def test_a_whole_partnership_is_set_up_in_as_few_statements_as_a_small_one(
    django_assert_max_num_queries,
):
    with django_assert_max_num_queries(45):
        casting.assemble(now=NOW)
