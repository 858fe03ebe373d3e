"""What is enciphered is read back only where it belongs, and never once its key is destroyed."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, ProgrammingError, connection, transaction
from tests.journey import world

from wayhome.platform.enciphering import enciphering, keyring, rotating
from wayhome.platform.enciphering.models import DataKey

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ADDRESS = "14 Hidden Lane, Nowhere"


@pytest.fixture
def place():
    return enciphering.Place("protection_address", "address", uuid4())


@pytest.fixture
def child_id():
    return uuid4()


def test_what_is_enciphered_is_read_back_in_its_place(place, child_id):
    envelope = enciphering.encipher(ADDRESS, of=child_id, place=place, at=NOW)

    assert enciphering.decipher(envelope, place=place) == ADDRESS


def test_an_envelope_holds_no_letter_of_the_text_and_is_never_the_same_twice(place, child_id):
    one, two = (enciphering.encipher(ADDRESS, of=child_id, place=place, at=NOW) for _ in "12")

    assert one != two
    assert not any(word.encode() in one for word in ADDRESS.split())


@pytest.mark.parametrize(
    "elsewhere", [{"table": "another"}, {"column": "another"}, {"row": UUID(int=1)}], ids=str
)
def test_an_envelope_moved_to_another_place_cannot_be_read(place, child_id, elsewhere):
    envelope = enciphering.encipher(ADDRESS, of=child_id, place=place, at=NOW)

    with pytest.raises(enciphering.CannotDecipher) as refused:
        enciphering.decipher(envelope, place=replace(place, **elsewhere))

    assert ADDRESS not in repr(refused.value)


def test_an_envelope_changed_in_any_byte_cannot_be_read(place, child_id):
    envelope = enciphering.encipher(ADDRESS, of=child_id, place=place, at=NOW)

    for at in range(len(envelope)):
        changed = envelope[:at] + bytes([envelope[at] ^ 1]) + envelope[at + 1 :]
        with pytest.raises(enciphering.CannotDecipher):
            enciphering.decipher(changed, place=place)


def test_each_record_has_a_data_key_of_its_own(place):
    for child in (uuid4(), uuid4()):
        enciphering.encipher(ADDRESS, of=child, place=place, at=NOW)
        enciphering.encipher(ADDRESS, of=child, place=place, at=NOW)

    assert DataKey.objects.count() == 2


def test_a_wrapped_data_key_moved_to_another_row_unwraps_nothing(place, child_id):
    envelope = enciphering.encipher(ADDRESS, of=child_id, place=place, at=NOW)
    enciphering.encipher(ADDRESS, of=uuid4(), place=place, at=NOW)
    other = DataKey.objects.exclude(of=child_id).get()

    DataKey.objects.filter(of=child_id).update(wrapped=other.wrapped)

    with pytest.raises(enciphering.CannotDecipher):
        enciphering.decipher(envelope, place=place)


@pytest.fixture
def rings(settings):
    lines = [keyring.fresh_line(name).strip() for name in ("old", "new")]
    settings.WAYHOME_CIPHER_KEYS = lines[0]
    return lines


def test_rotating_wraps_every_key_again_and_what_was_enciphered_stays(place, settings, rings):
    children = [uuid4() for _ in range(5)]
    kept = [enciphering.encipher(ADDRESS, of=child, place=place, at=NOW) for child in children]
    settings.WAYHOME_CIPHER_KEYS = ",".join(rings)

    assert rotating.rotate(at_a_time=2) == 5

    settings.WAYHOME_CIPHER_KEYS = rings[1]  # the old key is retired
    assert [enciphering.decipher(each, place=place) for each in kept] == [ADDRESS] * 5


def test_rotating_that_was_stopped_goes_on_where_it_stopped(place, settings, rings):
    for _ in range(5):
        enciphering.encipher(ADDRESS, of=uuid4(), place=place, at=NOW)
    settings.WAYHOME_CIPHER_KEYS = ",".join(rings)
    rotating._rotate_some(2)

    assert rotating.standing() == {"new": 2, "old": 3}
    assert rotating.rotate() == 3


def test_a_key_retired_too_early_is_named_and_nothing_is_changed(place, child_id, settings, rings):
    envelope = enciphering.encipher(ADDRESS, of=child_id, place=place, at=NOW)
    settings.WAYHOME_CIPHER_KEYS = rings[1]

    with pytest.raises(keyring.NoSuchKey, match="old"):
        enciphering.decipher(envelope, place=place)
    with pytest.raises(keyring.NoSuchKey, match="old"):
        rotating.rotate()

    assert rotating.standing() == {"old": 1}


@pytest.fixture
def people():
    cast = world.assemble()
    return cast.people["ines"], cast.people["nadia"]


def test_a_destroyed_key_leaves_nothing_that_reads_also_what_was_copied(place, child_id, people):
    envelope = enciphering.encipher(ADDRESS, of=child_id, place=place, at=NOW)
    one, other = people
    rotating.ask_to_destroy(child_id, why="Erased at the end of its time", by=one, at=NOW)

    rotating.destroy(child_id, by=other, at=NOW)

    restored_copy = bytes(envelope)
    with pytest.raises(enciphering.Destroyed):
        enciphering.decipher(restored_copy, place=place)
    stone = DataKey.objects.get(of=child_id)
    assert (stone.wrapped, stone.destroyed_by_id) == (None, other)
    after = enciphering.encipher(ADDRESS, of=child_id, place=place, at=NOW)
    assert enciphering.decipher(after, place=place) == ADDRESS
    with pytest.raises(enciphering.Destroyed):
        enciphering.decipher(restored_copy, place=place)


def test_nobody_destroys_a_key_alone_nor_without_a_reason(place, child_id, people):
    enciphering.encipher(ADDRESS, of=child_id, place=place, at=NOW)
    one, other = people

    with pytest.raises(rotating.NothingToDestroy):
        rotating.destroy(child_id, by=other, at=NOW)
    with pytest.raises(rotating.NothingToDestroy):
        rotating.ask_to_destroy(child_id, why="  ", by=one, at=NOW)
    rotating.ask_to_destroy(child_id, why="Its time is over", by=one, at=NOW)
    with pytest.raises(rotating.NotTwoPeople):
        rotating.destroy(child_id, by=one, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        DataKey.objects.filter(of=child_id).update(
            wrapped=None, destroyed_at=NOW, destroyed_by_id=one
        )


def test_a_key_that_is_destroyed_stays_destroyed(place, child_id, people):
    enciphering.encipher(ADDRESS, of=child_id, place=place, at=NOW)
    wrapped = DataKey.objects.get(of=child_id).wrapped
    rotating.ask_to_destroy(child_id, why="Its time is over", by=people[0], at=NOW)
    rotating.destroy(child_id, by=people[1], at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        DataKey.objects.filter(of=child_id).update(
            wrapped=wrapped, destroyed_at=None, destroyed_by_id=None
        )
    with connection.cursor() as cursor, pytest.raises(ProgrammingError), transaction.atomic():
        cursor.execute("DELETE FROM enciphering_datakey")


@pytest.mark.parametrize(
    "said", ["", "one", "one " + "0" * 63, "one " + "0" * 64 + "\none " + "1" * 64], ids=repr
)
def test_keys_that_are_not_written_as_keys_are_refused_without_quoting_them(said):
    with pytest.raises(ImproperlyConfigured) as refused:
        keyring.read(said, of="a file")

    assert "000" not in str(refused.value)


def test_a_key_never_shows_its_secret():
    key = keyring.read(keyring.fresh_line("one"), of="a file").in_use

    assert key.secret.hex() not in repr(key)
    assert str(key.secret) not in repr(keyring.Ring((key,)))
