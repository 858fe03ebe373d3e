"""A sealed record is known to its list and to nobody else, and its protection follows the child."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from tests.journey import outside, sealed, world

from wayhome.journey import (
    acting,
    protection_lowered,
    records_joined,
    sighting_received,
    word_of_sealed,
)
from wayhome.platform.audit.models import LedgerEntry
from wayhome.platform.messaging.models import Message
from wayhome.records.children import queries as children
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.records.protection import queries
from wayhome.records.protection.models import Seal, Word
from wayhome.rules import access, told
from wayhome.rules.vocabulary import Certainty, Lowered, SealedWord, SealKind
from wayhome.stages.response import board
from wayhome.stages.response import queries as response
from wayhome.stages.search import queries as search

pytestmark = pytest.mark.django_db
ON_THE_LIST, SHUT_OUT = (
    ("leon", "dina", "nadia", "tomas"),
    ("joss", "wendy", "ruth", "ines", "asha"),
)


def may_open(cast, who, child_id):
    return visibility.children(cast.viewer(who, now=world.START)).filter(id=child_id).exists()


@pytest.fixture
def child_id(cast):
    return world.introduce(cast, date_of_birth=outside.BORN)


def test_a_sealed_record_is_there_for_its_list_and_for_nobody_else_with_a_part(cast, child_id):
    before = [who for who in ON_THE_LIST + SHUT_OUT if may_open(cast, who, child_id)]

    sealed.seal(cast, child_id)

    assert before == list(ON_THE_LIST + SHUT_OUT)
    assert [who for who in before if may_open(cast, who, child_id)] == list(ON_THE_LIST)


def waits_for(viewer):
    """How much waits for somebody's posts, on each list there is."""
    shown = board.board_of(viewer)
    lists = (response.notices_to, response.waiting_notices, response.duties_for, response.steps_for)
    return sum(len(each(viewer)) for each in lists) + len(shown.notices) + len(shown.due)


def test_what_waited_for_a_post_is_not_shown_to_a_holder_who_is_shut_out(cast, child_id):
    world.report(cast, child_id, key="before")
    viewers = {who: cast.viewer(who, now=world.START) for who in cast.people}
    named = (*sealed.LIST, "ines")
    waited = {who for who, viewer in viewers.items() if waits_for(viewer)}

    sealed.seal(cast, child_id, named=named)

    assert waited - set(named)
    waits = {who for who, viewer in viewers.items() if waits_for(viewer)}
    assert waits == waited & set(named)


def test_a_step_by_somebody_shut_out_is_refused_in_the_words_for_a_child_nobody_knows(
    cast, child_id
):
    answer = world.report(cast, child_id, key="before")
    sealed.seal(cast, child_id, named=(*sealed.LIST, "ines"))

    with pytest.raises(access.Refused, match=access.NO_PART), transaction.atomic():
        acting.begin(
            answer["episode_id"],
            access.Deed.REVIEW,
            by=cast.viewer("owen", now=world.START),
            now=world.after(1),
        )


def test_a_record_is_not_sealed_from_whoever_owns_its_open_episode(cast, child_id):
    world.report(cast, child_id, key="before")

    with pytest.raises(acting.Contradiction, match="owns the open episode"):
        sealed.seal(cast, child_id, named=("dina", "nadia", "tomas"))


def test_a_record_is_not_sealed_to_people_of_one_side_only(cast, child_id):
    with pytest.raises(acting.Contradiction, match="for the police"):
        sealed.seal(cast, child_id, named=("nadia",))


@pytest.mark.parametrize("who", ["nadia", "joss", "tomas"])
def test_only_those_who_answer_for_protection_seal(cast, child_id, who):
    with pytest.raises(access.Refused):
        sealed.seal(cast, child_id, by=who)


def test_a_seal_and_what_it_is_for_are_in_the_ledger_without_the_words(cast, child_id, as_owner):
    sealed.seal(cast, child_id)

    assert Seal.objects.get().why != b"A witness in a trial"
    assert queries.why_sealed(Seal.objects.get()) == "A witness in a trial"
    with as_owner():
        entry = LedgerEntry.objects.filter(deed=access.Deed.SEAL).get()
    assert (entry.child_id, entry.reason) == (child_id, "")


# ------------------------------------------------------------------ lowering


def ask(cast, child_id, mark, *, by="leon", what=Lowered.LIFT, who=None):
    return protection_lowered.ask(
        child_id,
        mark,
        what,
        why="The trial is over",
        practitioner_id=cast.people[who] if who else None,
        by=cast.viewer(by, now=world.START),
        now=world.after(1),
    )


def agree(cast, asked, *, by):
    protection_lowered.agree(asked, by=cast.viewer(by, now=world.START), now=world.after(2))


def test_two_people_of_two_agencies_lift_a_seal(cast, child_id):
    asked = ask(cast, child_id, sealed.seal(cast, child_id))
    assert not may_open(cast, "joss", child_id)

    agree(cast, asked, by="dina")

    assert may_open(cast, "joss", child_id)


@pytest.mark.parametrize("who", ["leon", "moira"])
def test_neither_the_same_person_nor_the_same_agency_agrees(cast, child_id, who):
    mark = sealed.seal(cast, child_id, named=(*sealed.LIST, "moira"))
    asked = ask(cast, child_id, mark)

    with pytest.raises(acting.NotNow):
        agree(cast, asked, by=who)

    assert not may_open(cast, "joss", child_id)


def test_somebody_who_is_not_on_the_list_agrees_to_nothing(cast, child_id):
    asked = ask(cast, child_id, sealed.seal(cast, child_id))

    with pytest.raises(queries.NoSuchSeal):
        agree(cast, asked, by="owen")


def test_somebody_is_added_to_the_list_by_two_people(cast, child_id):
    asked = ask(cast, child_id, sealed.seal(cast, child_id), what=Lowered.NAME, who="joss")
    assert not may_open(cast, "joss", child_id)

    agree(cast, asked, by="dina")

    assert may_open(cast, "joss", child_id)
    assert not may_open(cast, "wendy", child_id)


def test_the_database_itself_refuses_one_person_who_lifts_a_seal(cast, child_id):
    sealed.seal(cast, child_id)
    alone = {"lifted_at": world.START, "lifted_by_id": cast.people["leon"]}

    for asked_by in (None, cast.people["leon"]):
        with pytest.raises(IntegrityError), transaction.atomic():
            Seal.objects.update(**alone, lift_asked_by_id=asked_by)


@pytest.mark.parametrize("who", ["leon", "dina"])
def test_what_waits_for_a_second_person_is_not_asked_for_again(cast, child_id, who, as_owner):
    mark = sealed.seal(cast, child_id)
    asked = ask(cast, child_id, mark, what=Lowered.NAME, who="joss")

    with pytest.raises(acting.NotNow, match=protection_lowered.ASKED_ALREADY):
        ask(cast, child_id, mark, by=who, what=Lowered.NAME, who="joss")

    assert [waits.id for waits in queries.waiting_lowerings([child_id])] == [asked]
    assert world.ledger_of(as_owner).count(access.Deed.LOWER_PROTECTION) == 1
    other = ask(cast, child_id, mark, by=who, what=Lowered.NAME, who="wendy")
    lift = ask(cast, child_id, mark, by=who)
    waiting = {waits.id for waits in queries.waiting_lowerings([child_id])}
    assert waiting == {asked, other, lift}


def test_what_was_refused_is_not_agreed_to_afterwards(cast, child_id):
    asked = ask(cast, child_id, sealed.seal(cast, child_id))
    by = cast.viewer("dina", now=world.START)
    protection_lowered.refuse(asked, by=by, now=world.after(2))

    with pytest.raises(queries.NoSuchSeal):
        agree(cast, asked, by="dina")


# ------------------------------------------------------------------ joined and parted


def join(cast, one, other, *, by="leon"):
    return records_joined.join(
        one,
        other,
        why="The adoption order names both",
        by=cast.viewer(by, now=world.START),
        now=world.after(1),
    )


def test_protection_follows_a_child_whose_records_are_joined_and_stays_when_parted(cast, child_id):
    other = world.introduce(cast, given_name="Zara", family_name="Newname")
    sealed.seal(cast, child_id)

    joined = join(cast, child_id, other)

    assert not may_open(cast, "joss", other)
    by = cast.viewer("leon", now=world.START)
    records_joined.part(joined, why="Two children after all", by=by, now=world.after(2))
    assert not may_open(cast, "joss", other)
    assert not may_open(cast, "joss", child_id)
    assert queries.one_child(child_id) == {child_id}


def test_lifting_a_seal_lifts_it_from_every_record_of_the_child(cast, child_id):
    other = world.introduce(cast, given_name="Zara", family_name="Newname")
    mark = sealed.seal(cast, child_id)
    join(cast, child_id, other)

    agree(cast, ask(cast, child_id, mark), by="dina")

    assert may_open(cast, "joss", other)
    assert may_open(cast, "joss", child_id)


def test_a_seal_on_one_record_is_set_on_all_that_are_one_child(cast, child_id):
    other = world.introduce(cast, given_name="Zara", family_name="Newname")
    join(cast, child_id, other)

    sealed.seal(cast, other)

    assert not may_open(cast, "joss", child_id)


def test_records_are_joined_by_a_person_with_a_reason_and_never_twice(cast, child_id):
    other = world.introduce(cast, given_name="Zara", family_name="Newname")
    by = cast.viewer("leon", now=world.START)
    with pytest.raises(acting.Contradiction):
        records_joined.join(child_id, other, why=" ", by=by, now=world.after(1))
    join(cast, child_id, other)

    with pytest.raises(acting.NotNow):
        join(cast, other, child_id)


def test_a_record_one_may_not_know_of_is_joined_as_little_as_one_that_is_not_there(cast, child_id):
    other = world.introduce(cast, given_name="Zara", family_name="Newname")
    sealed.seal(cast, other)

    with pytest.raises(children.NoSuchChild):
        join(cast, child_id, other, by="ruth")


# ------------------------------------------------------------------ word that comes in


def stranger_reports(cast, *, key="stranger"):
    return outside.tell(cast, "tariq", child=outside.AMIRA, hours=1, key=key)


def test_a_report_of_a_sealed_child_makes_a_record_of_its_own_and_pages_the_list(cast, child_id):
    sealed.seal(cast, child_id)

    answer = stranger_reports(cast)
    came = word_of_sealed.gather(now=world.after(1.1))

    made = episodes.locked(answer["episode_id"]).child_id
    assert made != child_id
    assert came == 2
    by = cast.viewer("dina", now=world.START)
    assert {word.kind for word in queries.inbox(by)} == {SealedWord.RECORD, SealedWord.REPORT}
    about = set(Word.objects.values_list("id", flat=True))
    paged = set(Message.objects.filter(about__in=about).values_list("address", flat=True))
    assert {f"{who}@demo.invalid" for who in sealed.LIST} <= paged
    assert not {f"{who}@demo.invalid" for who in SHUT_OUT} & paged


def test_a_sighting_in_a_record_of_the_same_name_reaches_the_list_and_is_told_once(cast, child_id):
    sealed.seal(cast, child_id)
    episode_id = episodes.locked(stranger_reports(cast)["episode_id"]).id
    word_of_sealed.gather(now=world.after(1.1))
    seen = told.Sighting(world.after(1), "Town park", Certainty.POSSIBLE, "A driver")
    by = cast.viewer("marek", now=world.START)
    sighting_received.record(episode_id, seen, by=by, now=world.after(1.2))

    assert word_of_sealed.gather(now=world.after(1.3)) == 1
    assert word_of_sealed.gather(now=world.after(1.4)) == 0

    [sighting] = search.everything(episode_id).sightings
    word = Word.objects.get(kind=SealedWord.SIGHTING)
    assert (word.child_id, word.about) == (child_id, sighting.id)
    paged = Message.objects.filter(about=word.id).values_list("address", flat=True)
    assert {f"{who}@demo.invalid" for who in sealed.LIST} <= set(paged)
    assert not {f"{who}@demo.invalid" for who in (*SHUT_OUT, "marek", "tariq")} & set(paged)


def test_word_that_came_in_is_taken_in_once_and_paged_again_until_somebody_has_it(cast, child_id):
    sealed.seal(cast, child_id)
    stranger_reports(cast)
    word_of_sealed.gather(now=world.after(1.1))

    assert word_of_sealed.gather(now=world.after(1.2)) == 0
    assert set(Word.objects.values_list("pages", flat=True)) == {1}
    word_of_sealed.gather(now=world.after(1.4))
    assert set(Word.objects.values_list("pages", flat=True)) == {2}
    for word in Word.objects.all():
        by = cast.viewer("dina", now=world.START)
        word_of_sealed.acknowledged(word.id, by=by, now=world.after(1.5))
    word_of_sealed.gather(now=world.after(30))
    assert set(Word.objects.values_list("pages", flat=True)) == {2}


def test_a_report_by_the_name_a_child_had_before_reaches_the_list_too(cast, child_id):
    sealed.rename(cast, child_id, given="Zara", family="Newname")
    sealed.seal(cast, child_id, kind=SealKind.ADOPTION)

    stranger_reports(cast)

    assert word_of_sealed.gather(now=world.after(1.1)) == 2


def test_word_of_a_sealed_child_is_kept_also_from_one_on_the_list_whom_it_is_kept_from(
    cast, child_id
):
    sealed.seal(cast, child_id)
    stranger_reports(cast)
    word_of_sealed.gather(now=world.after(1.1))
    on_list = cast.viewer("dina", now=world.START)

    assert queries.inbox(on_list)
    assert not queries.inbox(replace(on_list, kept_from=frozenset({child_id})))


def test_word_of_a_sealed_child_is_in_nobody_elses_inbox(cast, child_id):
    sealed.seal(cast, child_id)
    stranger_reports(cast)
    word_of_sealed.gather(now=world.after(1.1))

    for who in (*SHUT_OUT, "tariq", "owen"):
        assert not queries.inbox(cast.viewer(who, now=world.START))


def test_those_on_the_list_join_what_came_in_without_a_part_in_it(cast, child_id):
    sealed.seal(cast, child_id, named=(*sealed.LIST, "femi"))
    answer = stranger_reports(cast)
    word_of_sealed.gather(now=world.after(1.1))
    made = episodes.locked(answer["episode_id"]).child_id

    join(cast, child_id, made)

    assert not may_open(cast, "tariq", made)
    assert may_open(cast, "femi", made)
