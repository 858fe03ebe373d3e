"""A child's protection on its page: seals, joins and text kept; and the sealed inbox."""

import re

import pytest
from tests.interfaces.pages import at_work

from wayhome.journey import (
    child_introduced,
    child_kept_from,
    child_sealed,
    records_joined,
    report_received,
    word_of_sealed,
)
from wayhome.platform import clock
from wayhome.records.protection import queries
from wayhome.records.protection.models import Lowering, Word
from wayhome.rules import told
from wayhome.rules.vocabulary import Conflict, Lowered, Purpose, SealKind

LIST = ("dina", "tomas", "leon", "nadia")


@pytest.fixture
def child(work):
    return work.child()


def place(child, name=""):
    return f"/children/{child.reference}/{name}"


def opened(work, username, child):
    """A client in which this person has said why."""
    client = work.sign_in(username)
    client.post(place(child, "why"), {"purpose": str(Purpose.SEARCH), "reason": "Missing now"})
    return client


def sealed(work, child):
    named = [work.cast.people[each] for each in LIST]
    by = work.viewer("leon")
    return child_sealed.record(
        child.child_id, SealKind.WITNESS, why="A trial", named=named, by=by, now=work.now
    )


def send(client, child, name, **answers):
    sent = {"submission_key": at_work.key(), **answers}
    return client.post(place(child, f"protection/{name}"), sent)


def test_a_manager_seals_a_record_and_it_is_gone_for_everybody_else(work, child):
    manager = opened(work, "leon", child)
    named = [str(work.cast.people[each]) for each in LIST if each != "leon"]

    answer = send(manager, child, "seal", kind="witness", why="A trial", named=named)

    assert answer.status_code == 302
    said = at_work.words(manager.get(place(child, "protection")))
    assert "A trial" in said
    assert "DI Dina Sorrel" in said
    assert opened(work, "joss", child).get(place(child, "protection")).status_code == 404


def test_a_list_that_cannot_act_is_told_beside_the_question(work, child):
    answer = send(opened(work, "leon", child), child, "seal", kind="witness", why="x", named=[])

    assert answer.status_code == 422


def test_a_seal_is_lifted_when_somebody_of_another_agency_agrees(work, child):
    mark = sealed(work, child)
    manager = opened(work, "leon", child)
    answer = send(manager, child, "lower", mark=mark, what=Lowered.LIFT, why="The trial is over")
    assert answer.status_code == 302
    asked = Lowering.objects.get()

    manager.post(f"/sealed/lowerings/{asked.id}/agree")
    assert queries.seals_on(child.child_id)
    other = opened(work, "dina", child)
    assert "The trial is over" in at_work.words(other.get(place(child, "protection")))
    other.post(f"/sealed/lowerings/{asked.id}/agree")

    assert not queries.seals_on(child.child_id)


def test_one_on_the_list_takes_another_off_and_the_page_offers_only_who_is_on_it(work, child):
    mark = sealed(work, child)
    manager = opened(work, "leon", child)
    asked = manager.get(place(child, "protection/take_off")).content.decode()
    assert str(work.cast.people["nadia"]) in asked
    assert str(work.cast.people["joss"]) not in asked

    answer = send(
        manager,
        child,
        "take_off",
        mark=mark,
        practitioner=str(work.cast.people["nadia"]),
        why="She works elsewhere",
    )

    assert answer.status_code == 302
    assert opened(work, "nadia", child).get(place(child, "protection")).status_code == 404
    assert opened(work, "dina", child).get(place(child, "protection")).status_code == 200


@pytest.mark.parametrize("name", ["lower", "take_off"])
def test_where_there_is_one_seal_it_is_chosen_and_where_there_are_more_somebody_chooses(
    work, child, name
):
    mark = str(sealed(work, child))
    manager = opened(work, "leon", child)
    chosen = re.compile(r'value="([^"]+)"[^>]*\bchecked')
    asked = place(child, f"protection/{name}")
    assert mark in chosen.findall(manager.get(asked).content.decode())

    other = str(sealed(work, child))

    assert not {mark, other} & set(chosen.findall(manager.get(asked).content.decode()))


@pytest.mark.parametrize("name", ["lower", "take_off"])
def test_what_is_done_to_a_seal_is_not_asked_where_there_is_none(work, child, name):
    manager = opened(work, "leon", child)

    answer = manager.get(place(child, f"protection/{name}"))

    assert (answer.status_code, answer.url) == (302, place(child, "protection"))
    assert f"protection/{name}" not in manager.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("name", "who", "answers"),
    [
        ("source", "dina", {"text": "Told by the CANARY shopkeeper"}),
        ("advice", "leon", {"text": "Counsel CANARY advises"}),
    ],
)
def test_what_a_list_reads_is_on_no_page_of_anybody_else(work, child, name, who, answers):
    keeper = opened(work, who, child)

    assert send(keeper, child, name, **answers).status_code == 302

    assert "CANARY" in at_work.words(keeper.get(place(child, "protection")))
    for other in ("tomas", "nadia", "joss", "owen", "ruth"):
        client = opened(work, other, child)
        for page in ("", "protection", f"protection/{name}"):
            assert b"CANARY" not in client.get(place(child, page)).content, (other, page)


def test_a_protected_address_is_asked_of_those_who_may_keep_one(work, child):
    page = opened(work, "nadia", child).get(place(child, "protection/address"))

    assert "Who must not learn it?" in at_work.words(page)
    refused = opened(work, "joss", child).get(place(child, "protection/address"))
    assert refused.status_code == 403


def test_two_records_are_joined_by_their_references_and_parted_again(work, child):
    other = work.child("Zara")
    manager = opened(work, "leon", child)

    answer = send(manager, child, "join", reference=other.reference, why="The order names both")

    assert answer.status_code == 302
    assert queries.one_child(child.child_id) == {child.child_id, other.child_id}
    [joined] = queries.joins_of(child.child_id)
    page = f"/sealed/joins/{joined.id}"
    assert manager.get(page).status_code == 200
    manager.post(page, {"submission_key": at_work.key(), "why": "Two children"})
    assert queries.one_child(child.child_id) == {child.child_id}


def test_whoever_may_not_know_of_both_records_is_told_of_no_join(work, child):
    other = work.child("Zara")
    manager = opened(work, "leon", child)
    send(manager, child, "join", reference=other.reference, why="The order names both")
    [joined] = queries.joins_of(child.child_id)

    for stranger in ("femi", "idris", "elin"):
        assert work.sign_in(stranger).get(f"/sealed/joins/{joined.id}").status_code == 404


def test_the_page_that_names_a_joined_record_is_a_look_at_it(work, child, ledger):
    other = work.child("Zara")
    manager = opened(work, "leon", child)
    send(manager, child, "join", reference=other.reference, why="The order names both")
    before = len(ledger(other.child_id))

    said = at_work.words(manager.get(place(child, "protection")))

    assert other.reference in said
    assert len(ledger(other.child_id)) == before + 1


def word_of_one(work):
    """Word of a sealed child, whose list has Dina and Leon on it."""
    born = clock.now().date().replace(year=clock.now().year - 14)
    child = work.child()
    by = work.viewer("joss")
    child_introduced.learned(
        child.child_id, told.Child(date_of_birth=born), supplied_by="x", by=by, now=work.now
    )
    sealed(work, child)
    report_received.record(
        told.MissingReport(
            reporter=told.Reporter("Somebody", "01632 960001"),
            why_worried="Not home",
            child=told.Child("Amira", "Example", date_of_birth=born),
            council_id=work.cast.agencies["Eastvale County Council"],
        ),
        key=at_work.key(),
        by=work.viewer("tariq"),
        now=work.now,
    )
    word_of_sealed.gather(now=work.now)
    return Word.objects.first()


def test_word_of_a_sealed_child_is_shown_to_the_list_and_had_by_a_named_person(work):
    word = word_of_one(work)
    on_list, outside = work.sign_in("dina"), work.sign_in("owen")

    assert "Amira Example" in at_work.words(on_list.get("/sealed/"))
    assert "Amira Example" not in at_work.words(outside.get("/sealed/"))
    assert outside.get(f"/sealed/{word.id}/").status_code == 404
    assert on_list.get(f"/notices/{word.id}/").url == f"/sealed/{word.id}/"
    assert outside.get(f"/notices/{word.id}/").status_code == 404
    on_list.post(f"/sealed/{word.id}/acknowledge")
    assert "DI Dina Sorrel" in at_work.words(on_list.get(f"/sealed/{word.id}/"))
    settle = {"submission_key": at_work.key(), "which": "outcome", "outcome": "Another child"}
    assert on_list.post(f"/sealed/{word.id}/", settle).status_code == 302
    word.refresh_from_db()
    assert word.settled_at is not None


def test_a_system_is_offered_for_no_list_and_the_childs_page_says_that_it_is_sealed(work, child):
    manager = opened(work, "leon", child)
    asked = at_work.words(manager.get(place(child, "protection/seal")))
    assert "DI Dina Sorrel" in asked
    assert "Northmoor Police system" not in asked

    warning = "Sealed: speak of this child only to those on the list"
    assert warning not in at_work.words(manager.get(place(child)))
    sealed(work, child)
    assert warning in at_work.words(manager.get(place(child)))


def test_a_home_is_not_told_of_the_other_record_of_a_child_in_which_it_has_no_part(work, child):
    other = child_introduced.record(
        told.Child("Zara", "Renamed"),
        arrangement=told.Arrangement(
            responsible_authority_id=work.cast.agencies["Harrowfell Council"]
        ),
        by=work.viewer("nadia"),
        now=work.now,
    )
    records_joined.join(
        child.child_id, other.child_id, why="The same", by=work.viewer("leon"), now=work.now
    )

    page = at_work.words(opened(work, "joss", child).get(place(child, "protection")))

    assert other.reference not in page
    assert "Renamed" not in page
    assert other.reference in at_work.words(
        opened(work, "leon", child).get(place(child, "protection"))
    )


def test_word_of_a_sealed_child_is_shown_to_nobody_from_whom_the_child_is_kept(work):
    word = word_of_one(work)
    child_kept_from.keep_from(
        word.child_id,
        told.Someone("Dina", username="dina"),
        kind=Conflict.RELATIVE,
        reason="Her cousin",
        by=work.viewer("leon"),
        now=work.now,
    )
    dina = work.sign_in("dina")

    assert "Amira Example" not in at_work.words(dina.get("/sealed/"))
    assert dina.get(f"/sealed/{word.id}/").status_code == 404
