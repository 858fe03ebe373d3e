"""A post and a person are given addresses that a message can be sent to, or none."""

from datetime import UTC, datetime

import pytest

from wayhome.journey import partnership_formed
from wayhome.platform.messaging import addresses
from wayhome.records.agencies import queries as agencies
from wayhome.records.practitioners import queries as practitioners
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
    return partnership_formed.agency(
        "Northwick Police",
        kind=AgencyKind.POLICE,
        partnership_name=None,
        posts={PostKind.DUTY_INSPECTOR: email},
        now=NOW,
    )


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
        partnership_formed.practitioner(
            "Dewi Example",
            username="dewi",
            agency_id=force,
            posts=[PostKind.DUTY_INSPECTOR],
            now=NOW,
            email=address,
        )

    assert practitioners.by_username("dewi") is None


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "duty@demo.invalid", "duty.o'hara+1@police.example.org"])
def test_an_address_a_message_can_be_sent_to_is_kept_and_none_is_needed(address):
    [post] = agencies.posts_of([form(address)])

    assert post.email == address
