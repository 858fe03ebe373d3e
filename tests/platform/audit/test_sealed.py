"""Whatever is done to a sealed ledger by somebody who may change its tables is found, and named."""

import json
import random
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import ProgrammingError, connection, transaction
from tests.platform.audit.looks import START, entries, look, seal

from wayhome.platform import clock
from wayhome.platform.audit import sealing, signing, verifying
from wayhome.platform.audit.models import LedgerEntry, LedgerSeal, Verb
from wayhome.platform.audit.verifying import Wrong

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sealed")]
ALTERABLE = {
    "practitioner_id": "gen_random_uuid()",
    "at": "at + interval '1 second'",
    "verb": "'erase'",
    "deed": "'see an episode '",
    "purpose": "'court'",
    "reason": "'because'",
    "reference": "'X'",
    "child_id": "NULL",
    "sections": "ARRAY['address']",
    "count": "count + 1",
}


def test_a_ledger_nobody_touched_holds(verdict):
    found = verdict()
    assert (found.entries, found.seals, found.fault) == (13, 3, None)
    assert found.sealed_at == START + timedelta(minutes=2)


def test_nothing_new_needs_no_seal_and_what_is_new_is_sealed_with_all_before():
    assert seal(3) is None
    look()
    assert seal(4).size == 14


@pytest.mark.parametrize("column", ALTERABLE)
@pytest.mark.parametrize("place", [0, 7, 12])
def test_an_entry_that_was_altered_is_named(owner, verdict, as_owner, column, place):
    one = entries(as_owner)[place]
    owner(f"UPDATE audit_ledgerentry SET {column} = {ALTERABLE[column]} WHERE id = %s", one)
    assert verdict().fault == verifying.Fault(Wrong.ALTERED, place, one)


@pytest.mark.parametrize("place", [0, 7, 12])
def test_an_entry_that_was_removed_is_named(owner, verdict, as_owner, place):
    one = entries(as_owner)[place]
    owner("DELETE FROM audit_ledgerentry WHERE id = %s", one)
    assert verdict().fault == verifying.Fault(Wrong.REMOVED, place, one)
    owner("DELETE FROM audit_ledgerleaf WHERE id = %s", one)
    assert verdict().fault.place == place


def test_two_entries_that_changed_places_are_found(owner, verdict, as_owner):
    first, second = entries(as_owner)[4:6]
    owner("UPDATE audit_ledgerleaf SET position = -1 WHERE id = %s", first)
    owner("UPDATE audit_ledgerleaf SET position = 4 WHERE id = %s", second)
    owner("UPDATE audit_ledgerleaf SET position = 5 WHERE id = %s", first)
    assert verdict().fault == verifying.Fault(Wrong.REORDERED, 5, first)


def test_an_entry_rewritten_together_with_its_leaf_is_found_by_the_seal(owner, verdict, as_owner):
    one = entries(as_owner)[5]
    owner("UPDATE audit_ledgerentry SET deed = 'nothing' WHERE id = %s", one)
    owner(
        "UPDATE audit_ledgerleaf AS leaf SET leaf = sha256('\\x00'::bytea || "
        "convert_to(audit_canonical(entry), 'UTF8')) FROM audit_ledgerentry AS entry "
        "WHERE entry.id = leaf.id AND entry.id = %s",
        one,
    )
    assert verdict().fault == verifying.Fault(Wrong.RESEALED, 3)


def test_a_seal_made_with_another_key_is_not_taken(owner, verdict):
    last = LedgerSeal.objects.order_by("-size").first()
    forged = Ed25519PrivateKey.generate().sign(sealing.checkpoint_of(last).words)
    owner("UPDATE audit_ledgerseal SET signature = %s WHERE id = %s", forged, last.id)
    assert verdict().fault == verifying.Fault(Wrong.FORGED, 8)


def test_an_entry_put_in_behind_the_seals_is_named(verdict):
    late = LedgerEntry(at=START, verb=Verb.CONSULT, deed="x")
    late.id = sealing.first_id_at(clock.now() - timedelta(days=30))
    late.save(force_insert=True)
    assert verdict().fault.wrong is Wrong.ADDED
    assert verdict().fault.entry_id == late.id


def test_a_seal_dated_by_a_clock_that_ran_ahead_leaves_nothing_out(verdict):
    look()
    seal(60 * 24 * 30)
    look(2)
    assert seal(4).size == 16
    assert verdict().fault is None


def test_an_entry_made_by_a_clock_that_ran_ahead_leaves_none_after_it_out(verdict):
    ahead = LedgerEntry(at=START, verb=Verb.CONSULT, deed="x")
    ahead.id = sealing.first_id_at(clock.now() + timedelta(days=30))
    ahead.save(force_insert=True)
    assert sealing.seal(now=clock.now()).size == 14
    look(2)
    assert sealing.seal(now=clock.now()).size == 16
    assert verdict().fault is None


def test_a_backlog_is_sealed_some_at_a_time_the_oldest_first(monkeypatch, verdict):
    look(7)
    monkeypatch.setattr(sealing, "AT_ONCE", 3)
    assert [seal(minute).size for minute in (4, 5, 6)] == [16, 19, 20]
    assert seal(7) is None
    assert verdict().fault is None


def test_a_command_seals_a_whole_backlog_under_as_many_seals_as_it_needs(monkeypatch, verdict):
    look(7)
    monkeypatch.setattr(sealing, "OF_A_BACKLOG", 3)
    before = LedgerSeal.objects.count()
    assert sealing.seal_all(now=START + timedelta(minutes=4)) == 20
    assert LedgerSeal.objects.count() == before + 3
    assert verdict().fault is None


def test_an_end_cut_off_is_found_while_a_seal_or_somebody_remembers_it(owner, verdict):
    kept = sealing.checkpoint_of(LedgerSeal.objects.order_by("-size").first())
    owner(
        "DELETE FROM audit_ledgerentry WHERE id IN (SELECT id FROM audit_ledgerleaf "
        "WHERE position >= 8)"
    )
    owner("DELETE FROM audit_ledgerleaf WHERE position >= 8")
    assert verdict().fault == verifying.Fault(Wrong.SHORTER, 8)
    owner("DELETE FROM audit_ledgerseal WHERE size > 8")
    assert verdict().fault is None  # nothing here remembers it …
    assert verdict(seen=kept).fault == verifying.Fault(Wrong.SHORTER, 8)  # … whoever kept it does


def test_a_whole_ledger_sealed_again_with_the_stolen_key_differs_from_what_somebody_kept(
    owner, verdict, as_owner
):
    kept = sealing.checkpoint_of(LedgerSeal.objects.order_by("-size").first())
    owner("UPDATE audit_ledgerentry SET deed = 'nothing' WHERE id = %s", entries(as_owner)[2])
    owner("TRUNCATE audit_ledgerleaf, audit_ledgerseal")
    seal(9)
    assert verdict().fault is None
    assert verdict(seen=kept).fault.wrong is Wrong.RESEALED


def test_whatever_is_done_at_random_is_found(owner, verdict, as_owner):
    chance = random.Random(20261122)  # noqa: S311  # the same at each run
    ids = entries(as_owner)
    for _ in range(60):
        place, column = chance.randrange(len(ids)), chance.choice(sorted(ALTERABLE))
        with transaction.atomic():
            if chance.random() < 0.5:
                owner(
                    f"UPDATE audit_ledgerentry SET {column} = {ALTERABLE[column]} WHERE id = %s",
                    ids[place],
                )
            else:
                owner("DELETE FROM audit_ledgerentry WHERE id = %s", ids[place])
            assert verdict().fault.place == place
            transaction.set_rollback(True)
        assert verdict().fault is None


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM audit_ledgerentry",
        "SELECT audit_canonical(entry) FROM audit_ledgerentry AS entry",
        "UPDATE audit_ledgerleaf SET position = 1",
        "INSERT INTO audit_ledgerleaf VALUES (gen_random_uuid(), 99, '')",
        "DELETE FROM audit_ledgerleaf",
        "UPDATE audit_ledgerseal SET size = 1",
        "DELETE FROM audit_ledgerseal",
    ],
)
def test_the_application_can_neither_read_the_ledger_nor_change_what_is_sealed(statement):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


# ------------------------------------------------------------------ the command


def test_the_command_says_that_the_ledger_holds_or_what_does_not(owner, told, as_owner):
    code, said = told("verify")
    assert (code, "13 entries under 3 seals" in said) == (0, True)
    one = entries(as_owner)[7]
    owner("DELETE FROM audit_ledgerentry WHERE id = %s", one)
    code, said = told("verify")
    assert code == 1
    assert f"place 7, entry {one}: removed" in said


def test_a_checkpoint_that_was_kept_is_given_back(owner, told):
    _, kept = told("checkpoint")
    assert json.loads(kept)["size"] == 13
    assert told("verify", "--checkpoint", "FILE", given=kept)[0] == 0
    owner("TRUNCATE audit_ledgerentry, audit_ledgerleaf, audit_ledgerseal")
    assert told("verify", "--checkpoint", "FILE", given=kept)[0] == 1


@pytest.mark.parametrize("place", range(13))
def test_a_proof_of_one_entry_is_checked_by_anybody_with_the_public_key(told, as_owner, place):
    public = signing.public_bytes(signing.key().public_key()).hex()
    _, proof = told("proof", str(entries(as_owner)[place]))
    assert told("check", "FILE", "--key", public, given=proof)[0] == 0
    assert "see an episode" in proof
    assert told("check", "FILE", given=proof.replace("see an episode", "see no episode"))[0] == 1
    other = signing.public_bytes(Ed25519PrivateKey.generate().public_key()).hex()
    assert told("check", "FILE", "--key", other, given=proof)[0] == 1
