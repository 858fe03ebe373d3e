"""Signatures of webhooks: as the standard makes them, and nothing that was changed is genuine."""

import base64
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.platform.messaging import signing

NOW = datetime(2026, 3, 10, 21, tzinfo=UTC)
# The same each time: a test's name is made of what it is given.
SECRET, OTHER = (
    "whsec_" + base64.b64encode(bytes(range(start, start + 32))).decode() for start in (0, 100)
)
BODY = b'{"a":1}'


def signed(*secrets, message_id="one", body=BODY, now=NOW):
    return signing.headers(message_id, body=body, with_secrets=secrets or (SECRET,), now=now)


def verified(headers, *, body=BODY, secrets=(SECRET,), seen=None, now=NOW):
    return signing.verify(
        headers, body=body, with_secrets=secrets, seen=seen or signing.Seen(), now=now
    )


def test_a_signature_is_what_the_standards_own_example_has():
    made = signing.headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        body=b'{"test": 2432232314}',
        with_secrets=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        now=datetime.fromtimestamp(1614265330, tz=UTC),
    )

    assert made == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_secret_is_new_each_time_and_of_32_bytes():
    made = signing.new_secret()

    assert made != signing.new_secret()
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", made)
    assert len(signing.key_of(made)) == 32


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "whsec_",
        SECRET.removeprefix("whsec_"),
        "whsec_not base64",
        "whsec_" + base64.b64encode(b"x" * 23).decode(),
        "whsec_" + base64.b64encode(b"x" * 65).decode(),
        "whsec_é",
    ],
)
def test_what_is_no_secret_signs_nothing_and_is_not_quoted(secret):
    with pytest.raises(ValueError, match="24 to 64 bytes") as refused:
        signing.key_of(secret)

    assert not secret.removeprefix("whsec_") or secret not in str(refused.value)


def test_while_a_secret_is_rotated_either_verifies():
    headers = signed(OTHER, SECRET)

    assert verified(headers, secrets=(SECRET,)) == "one"
    assert verified(headers, secrets=(OTHER,)) == "one"
    assert headers["webhook-signature"].count("v1,") == 2


def test_a_secret_that_did_not_sign_verifies_nothing():
    with pytest.raises(signing.NotGenuine):
        verified(signed(SECRET), secrets=(OTHER,))
    with pytest.raises(signing.NotGenuine):
        verified(signed(SECRET), secrets=())


@given(
    body=st.binary(max_size=200),
    place=st.integers(0, 199),
    change=st.integers(1, 255),
)
def test_no_byte_of_the_body_may_change(body, place, change):
    headers = signed(body=body)
    changed = bytearray(body or b"x")
    changed[place % len(changed)] ^= change

    with pytest.raises(signing.NotGenuine):
        verified(headers, body=bytes(changed))
    assert verified(headers, body=body) == "one"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("webhook-id", "two"),
        ("webhook-id", ""),
        ("webhook-id", "on e"),
        ("webhook-id", "x" * 101),
        ("webhook-timestamp", str(int(NOW.timestamp()) + 1)),
        ("webhook-timestamp", ""),
        ("webhook-timestamp", "1e9"),
        ("webhook-timestamp", "-1"),
        ("webhook-timestamp", "9" * 12),
        ("webhook-timestamp", "9" * 300),
        ("webhook-timestamp", "٣"),
        ("webhook-signature", ""),
        ("webhook-signature", "v1,"),
        ("webhook-signature", "v1a," + signed()["webhook-signature"].removeprefix("v1,")),
        ("webhook-signature", signed()["webhook-signature"].removeprefix("v1,")),
        ("webhook-signature", "é"),
        ("webhook-signature", "v1,x " * 17 + signed()["webhook-signature"]),
    ],
)
def test_no_header_may_change_or_be_missing(name, value):
    with pytest.raises(signing.NotGenuine):
        verified(signed() | {name: value})
    with pytest.raises(signing.NotGenuine):
        verified({key: said for key, said in signed().items() if key != name})


def test_a_signature_of_another_version_beside_ours_is_passed_over():
    headers = signed()
    headers["webhook-signature"] = "v1a,whatever " + headers["webhook-signature"]

    assert verified(headers) == "one"


@pytest.mark.parametrize("away", [timedelta(minutes=5), -timedelta(minutes=5)])
def test_five_minutes_either_way_are_taken_and_a_second_more_is_not(away):
    a_second = timedelta(seconds=1 if away > timedelta(0) else -1)

    assert verified(signed(), now=NOW + away) == "one"
    with pytest.raises(signing.NotGenuine):
        verified(signed(), now=NOW + away + a_second)


def test_what_was_seen_is_not_taken_again_and_a_forgery_is_not_remembered():
    seen = signing.Seen()
    with pytest.raises(signing.NotGenuine):
        verified(signed() | {"webhook-signature": "v1,forged"}, seen=seen)

    assert verified(signed(), seen=seen) == "one"
    with pytest.raises(signing.SeenBefore):
        verified(signed(now=NOW + timedelta(seconds=40)), seen=seen, now=NOW + timedelta(minutes=1))
    assert verified(signed(message_id="two"), seen=seen) == "two"


def test_what_was_seen_is_remembered_as_long_as_it_could_be_sent_again_and_no_longer():
    seen = signing.Seen()
    verified(signed(now=NOW + signing.WINDOW), seen=seen)  # by a clock that is five minutes fast
    last = NOW + 2 * signing.WINDOW

    with pytest.raises(signing.SeenBefore):
        verified(signed(now=NOW + signing.WINDOW), seen=seen, now=last)
    verified(signed(message_id="two", now=last), seen=seen, now=last + timedelta(seconds=1))
    assert list(seen.taken) == ["two"]
