"""What the database tells as it is committed."""

import asyncio

import psycopg
import pytest
from django.db import transaction
from tests.foundation import databases
from tests.interfaces.pages import at_work

from wayhome.platform import clock
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.live import changes
from wayhome.platform.models import new_id


@pytest.fixture
def told(fresh_database):
    """`told(do)` are the payloads that were told while something was done."""

    def heard(do):
        address = databases.address_of(fresh_database)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"LISTEN {changes.CHANNEL}")
            do()
            return [each.payload for each in connection.notifies(timeout=0.3)]

    return heard


def entry(verb=Verb.ALTER, **about):
    ledger.write(verb, by=None, at=clock.now(), deed="a deed of the tests", **about)


def test_a_change_is_told_by_its_kind_and_identifier_and_nothing_more(told):
    episode_id, child_id = new_id(), new_id()

    payloads = told(lambda: entry(episode_id=episode_id, child_id=child_id, reason="Her uncle"))

    assert payloads == [f"episode {episode_id}"]


def test_what_is_of_no_episode_is_told_of_the_child(told):
    child_id = new_id()

    assert told(lambda: entry(child_id=child_id)) == [f"child {child_id}"]


@pytest.mark.parametrize(
    "verb", sorted({*Verb} - {"collect", "alter", "combine", "erase", "break_glass"})
)
def test_what_changes_nothing_is_not_told(told, verb):
    assert told(lambda: entry(Verb(verb), episode_id=new_id(), child_id=new_id())) == []


def test_what_is_about_nobody_is_not_told(told):
    assert told(entry) == []


def test_what_is_rolled_back_is_never_told(told):
    def undone():
        with transaction.atomic():
            entry(episode_id=new_id())
            transaction.set_rollback(True)

    assert told(undone) == []


def test_a_whole_step_is_told_once_of_each_episode(told):
    work = at_work.Work()
    child = work.child()

    payloads = told(lambda: work.episode(child=child))

    assert len(payloads) == len(set(payloads))
    assert sum(each.startswith("episode ") for each in payloads) == 1


@pytest.mark.parametrize(
    "payload", ["", "episode", "episode x", "else 01a22642-9488-7250-a682-606751629288"]
)
def test_words_that_tell_of_no_change_are_passed_over(payload):
    assert changes.read(payload) is None


def test_listening_begins_again_after_the_connection_is_lost(fresh_database):
    address = databases.address_of(fresh_database)
    said, change = [], asyncio.Event()

    def changed(_each):
        said.append("changed")
        change.set()

    async def listening():
        began = asyncio.Event()

        def begun():
            said.append("began")
            began.set()

        work = asyncio.ensure_future(
            changes.listen(
                address, began=begun, changed=changed, ended=lambda: said.append("ended")
            )
        )
        await asyncio.wait_for(began.wait(), 20)
        began.clear()
        await asyncio.to_thread(cut)
        await asyncio.wait_for(began.wait(), 20)
        await asyncio.to_thread(tell)
        await asyncio.wait_for(change.wait(), 20)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)

    def cut():
        with psycopg.connect(address, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    def tell():
        with psycopg.connect(address, autocommit=True) as other:
            other.execute("SELECT pg_notify(%s, 'nothing that is known')", [changes.CHANNEL])
            other.execute("SELECT pg_notify(%s, %s)", [changes.CHANNEL, f"child {new_id()}"])

    asyncio.run(listening())

    assert said == ["began", "ended", "began", "changed"]


def test_a_silent_connection_is_asked_whether_it_lives(fresh_database, monkeypatch):
    monkeypatch.setattr(changes, "ANSWERS_WITHIN", 0.01)
    change = asyncio.Event()

    async def listening():
        began = asyncio.Event()
        address = databases.address_of(fresh_database)
        work = asyncio.ensure_future(
            changes.listen(
                address, began=began.set, changed=lambda _: change.set(), ended=pytest.fail
            )
        )
        await asyncio.wait_for(began.wait(), 20)
        await asyncio.sleep(0.1)
        with psycopg.connect(address, autocommit=True) as other:
            other.execute("SELECT pg_notify(%s, %s)", [changes.CHANNEL, f"child {new_id()}"])
        await asyncio.wait_for(change.wait(), 20)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)

    asyncio.run(listening())
