"""Protected text is kept enciphered and read by those it is for alone."""

import pytest
from django.db import connection
from tests.journey import sealed, world

from wayhome.journey import acting, key_destroyed, text_protected
from wayhome.platform.audit.models import LedgerEntry
from wayhome.rules import access
from wayhome.rules.vocabulary import Protected, Purpose

pytestmark = pytest.mark.django_db
SAID = {
    Protected.ADDRESS: {"text": "14 Hidden Lane", "kept_from": "Her uncle", "why": "He hurt her"},
    Protected.SOURCE: {"text": "Told by the shopkeeper"},
    Protected.ADVICE: {"text": "Counsel advises an application"},
}
KEEPER = {Protected.ADDRESS: "nadia", Protected.SOURCE: "dina", Protected.ADVICE: "leon"}
ASKED = (*KEEPER.values(), "joss", "asha", "owen", "ruth", "ines")


@pytest.fixture
def child_id(cast):
    return world.introduce(cast)


def keep(cast, child_id, of, **more):
    by = cast.viewer(KEEPER[of], now=world.START)
    return text_protected.keep(child_id, of, said=SAID[of], by=by, now=world.START, **more)


def reads(cast, child_id, of, *, purpose=Purpose.SEARCH):
    """Who of those asked reads any text of one kind."""
    viewers = {who: cast.viewer(who, now=world.START, purpose=purpose) for who in ASKED}
    return {
        who
        for who, by in viewers.items()
        if text_protected.read(child_id, by=by, now=world.START).get(of)
    }


@pytest.mark.parametrize("of", Protected)
def test_what_is_kept_is_read_back_by_whoever_kept_it(cast, child_id, of):
    keep(cast, child_id, of)

    by = cast.viewer(KEEPER[of], now=world.START)
    [text] = text_protected.read(child_id, by=by, now=world.START)[of]

    assert (text.text, text.kept_from, text.why) == tuple(
        SAID[of].get(name, "") for name in ("text", "kept_from", "why")
    )
    assert text.text not in repr(text)


@pytest.mark.parametrize("of", [Protected.SOURCE, Protected.ADVICE])
def test_a_source_or_advice_is_read_by_its_list_and_by_nobody_else(cast, child_id, of):
    keep(cast, child_id, of, readers=[cast.people["ruth"]])

    assert reads(cast, child_id, of) == {KEEPER[of], "ruth"}


def test_an_address_is_read_by_the_parts_and_for_the_purposes_that_show_it(cast, child_id):
    keep(cast, child_id, Protected.ADDRESS)

    assert "nadia" in reads(cast, child_id, Protected.ADDRESS)
    assert not reads(cast, child_id, Protected.ADDRESS, purpose=Purpose.OVERSIGHT)


@pytest.mark.parametrize("of", Protected)
@pytest.mark.parametrize("who", ["joss", "asha", "zofia"])
def test_others_keep_none_of_it(cast, child_id, of, who):
    by = cast.viewer(who, now=world.START)

    with pytest.raises((access.Refused, LookupError)):
        text_protected.keep(child_id, of, said=SAID[of], by=by, now=world.START)


def test_whoever_is_not_on_the_list_does_not_put_themselves_on_it(cast, child_id):
    keep(cast, child_id, Protected.SOURCE)
    by = cast.viewer("ines", now=world.START)

    with pytest.raises(access.Refused):
        text_protected.keep(child_id, Protected.SOURCE, said={"text": "x"}, by=by, now=world.START)

    assert "ines" not in reads(cast, child_id, Protected.SOURCE)


def test_no_table_holds_a_word_of_it(cast, child_id, as_owner):
    for of in Protected:
        keep(cast, child_id, of)
    words = [word.encode() for said in SAID.values() for word in said.values()]

    with as_owner(), connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')
            held = "\n".join(row[0] for row in cursor.fetchall())
            assert not [w for w in words if w in held.encode() or w.hex() in held], table


def test_a_reading_is_in_the_ledger_by_its_class_and_without_its_words(cast, child_id, as_owner):
    keep(cast, child_id, Protected.SOURCE)
    by = cast.viewer("dina", now=world.START)
    text_protected.read(child_id, by=by, now=world.after(1))

    with as_owner():
        entry = LedgerEntry.objects.get(sections=["source"])
    assert (entry.child_id, entry.count, entry.reason) == (child_id, 1, "")


def test_two_people_destroy_the_key_and_nothing_of_it_is_read_again(cast, child_id):
    keep(cast, child_id, Protected.ADDRESS)
    superintendent = cast.viewer("owen", now=world.START)
    director = cast.viewer("ruth", now=world.START)
    key_destroyed.ask(child_id, why="Its time is over", by=director, now=world.after(1))
    with pytest.raises(acting.NotNow):
        key_destroyed.agree(child_id, by=director, now=world.after(2))

    key_destroyed.agree(child_id, by=superintendent, now=world.after(2))

    assert not reads(cast, child_id, Protected.ADDRESS)


def test_a_child_whose_past_was_erased_is_protected_under_a_new_key(cast, child_id):
    world.report(cast, child_id)
    keep(cast, child_id, Protected.ADDRESS)
    ruth, owen = (cast.viewer(who, now=world.START) for who in ("ruth", "owen"))
    key_destroyed.ask(child_id, why="Its time is over", by=ruth, now=world.after(1))
    key_destroyed.agree(child_id, by=owen, now=world.after(2))

    sealed.seal(cast, child_id, named=(*sealed.LIST, "ines"), now=world.after(3))
    keep(cast, child_id, Protected.ADDRESS)

    nadia = cast.viewer("nadia", now=world.after(4), purpose=Purpose.SEARCH)
    read = text_protected.read(child_id, by=nadia, now=world.after(4))
    assert [text.text for text in read[Protected.ADDRESS]] == ["14 Hidden Lane"]


def test_where_there_is_no_key_none_is_asked_to_be_destroyed(cast, child_id, as_owner):
    ruth = cast.viewer("ruth", now=world.START)

    with pytest.raises(acting.NotNow, match=key_destroyed.NOTHING):
        key_destroyed.ask(child_id, why="Its time is over", by=ruth, now=world.after(1))

    assert key_destroyed.DEED not in world.ledger_of(as_owner)
    keep(cast, child_id, Protected.ADDRESS)
    with pytest.raises(acting.NotNow):  # what was asked in vain does not wait for a key
        key_destroyed.agree(child_id, by=cast.viewer("owen", now=world.START), now=world.after(2))
    assert "nadia" in reads(cast, child_id, Protected.ADDRESS)


def test_a_key_nobody_asked_to_destroy_stays(cast, child_id):
    keep(cast, child_id, Protected.ADDRESS)

    with pytest.raises(acting.NotNow):
        key_destroyed.agree(child_id, by=cast.viewer("ruth", now=world.START), now=world.after(1))

    assert "nadia" in reads(cast, child_id, Protected.ADDRESS)
