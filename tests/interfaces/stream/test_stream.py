"""Who is told that something changed, and when a screen is told that it is over."""

import asyncio
from collections import deque
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from django.db import connections
from django.test import Client, override_settings
from tests.foundation import databases
from tests.interfaces.stream import listening
from tests.interfaces.stream.listening import screen
from tests.journey import sealed

from wayhome.interfaces.stream import app, screens, whose
from wayhome.journey import child_kept_from, notice_answered, sign_in_ended
from wayhome.platform import clock
from wayhome.platform.live import changes
from wayhome.platform.models import new_id
from wayhome.platform.row_security import transactions
from wayhome.records.practitioners.models import Holding, Practitioner
from wayhome.rules import told
from wayhome.rules.vocabulary import Conflict
from wayhome.stages.response import queries as response


def at_desk(work, username):
    """A client in which this person has signed in and opened their list."""
    client = work.sign_in(username)
    assert client.get("/episodes/").status_code == 200
    return client


def test_a_report_is_told_to_those_who_have_a_part_and_to_nobody_else(run, work, do):
    async def happens(stream):
        async with (
            screen(stream, await do(lambda: at_desk(work, "ines"))) as inspector,
            screen(stream, await do(lambda: at_desk(work, "femi"))) as elsewhere,
        ):
            await inspector.up()
            await elsewhere.up()
            episode = await do(work.episode)
            assert await inspector.next() == ("changed", episode.reference)
            assert ("changed", episode.reference) not in elsewhere.heard()

    run(happens)


def test_an_acknowledgement_is_told(run, work, do):
    episode = work.episode()
    viewer = work.viewer("ines")
    waiting = response.waiting_notices(viewer).filter(episode_id=episode.id).first()

    async def happens(stream):
        async with screen(stream, await do(lambda: at_desk(work, "tomas"))) as other:
            await other.up()
            await do(lambda: notice_answered.acknowledged(waiting.id, by=viewer, now=clock.now()))
            assert await other.next() == ("changed", episode.reference)

    run(happens)


def test_nobody_is_told_of_a_look(run, work, do):
    episode = work.episode()

    async def happens(stream):
        client = await do(lambda: at_desk(work, "tomas"))
        async with screen(stream, client) as other:
            await other.up()
            shown = await do(lambda: client.get(f"/episodes/{episode.reference}/"))
            assert shown.status_code == 200
            later = await do(work.episode)
            assert await other.next() == ("changed", later.reference)

    run(happens)


def test_a_screen_whose_line_was_cut_is_told_of_what_it_missed(run, work, do):
    async def happens(stream):
        client = await do(lambda: at_desk(work, "ines"))
        async with screen(stream, client) as first:
            await first.up()
            cut_at = clock.now() + app.OVERLAP
            episode = await do(work.episode)
            await first.next()
        async with screen(stream, client, since=cut_at.isoformat()) as again:
            assert await again.next() == ("changed", episode.reference)

    run(happens)


def test_a_screen_that_is_up_to_date_is_told_of_nothing(run, work, do):
    async def happens(stream):
        client = await do(lambda: at_desk(work, "ines"))
        async with screen(stream, client) as first:
            await first.up()
            await do(work.episode)
            await first.next()
        since = (clock.now() + app.OVERLAP).isoformat()
        async with screen(stream, client, since=since) as second:
            assert await second.next("beat", "changed") == ("beat", "")

    run(happens)


@pytest.mark.parametrize("ago", [timedelta(hours=1), timedelta(days=2)])
def test_a_screen_from_before_anything_was_heard_asks_for_everything(run, work, do, ago):
    async def happens(stream):
        client = await do(lambda: at_desk(work, "ines"))
        since = (clock.now() - ago).isoformat()
        async with screen(stream, client, since=since) as old:
            assert await old.next() == ("changed", "")

    run(happens)


# ------------------------------------------------------------------ when it is over


def test_a_sign_in_that_is_ended_elsewhere_ends_its_screens_at_once(run, work, do):
    viewer = work.viewer("ines")

    async def happens(stream):
        client = await do(lambda: at_desk(work, "ines"))
        async with screen(stream, client) as ended:
            await ended.up()
            await do(lambda: sign_in_ended.everywhere(viewer.practitioner_id, now=clock.now()))
            assert await ended.next("over") == ("over", "")

    run(happens)


def test_an_account_that_is_closed_ends_its_screens_at_once(run, work, do):
    viewer = work.viewer("owen")

    def close():
        with transactions.step():
            Practitioner.objects.filter(id=viewer.practitioner_id).update(is_active=False)

    async def happens(stream):
        client = await do(lambda: at_desk(work, "owen"))
        async with screen(stream, client) as ended:
            await ended.up()
            await do(close)
            assert await ended.next("over") == ("over", "")

    run(happens)


def test_a_screen_of_an_episode_ends_once_its_child_is_sealed_from_whoever_looks(run, work, do):
    episode = work.episode()
    named = ("ines", "dina", "nadia", "leon")

    async def happens(stream):
        shown = {"episode": episode.reference}
        async with (
            screen(stream, await do(lambda: at_desk(work, "tomas")), **shown) as outside,
            screen(stream, await do(lambda: at_desk(work, "ines")), **shown) as inside,
        ):
            await outside.up()
            await inside.up()
            await do(lambda: sealed.seal(work.cast, episode.child_id, named=named, now=clock.now()))
            assert await inside.next() == ("changed", episode.reference)
            assert await outside.next("over") == ("over", "")

    run(happens)


def keep_from(work, child_id, username):
    """A manager says that this person must not know of the child."""
    child_kept_from.keep_from(
        child_id,
        told.Someone(work.viewer(username).name, username=username),
        kind=Conflict.RELATIVE,
        reason="Her uncle",
        by=work.viewer("dina"),
        now=clock.now(),
    )


def test_whoever_must_not_know_of_a_child_is_told_of_them_no_more(run, work, do):
    episode = work.episode()

    async def happens(stream):
        client = await do(lambda: at_desk(work, "ines"))
        async with screen(stream, client, episode=episode.reference) as theirs:
            await theirs.up()
            await do(lambda: keep_from(work, episode.child_id, "ines"))
            assert await theirs.next("over") == ("over", "")

    run(happens)


@pytest.fixture
def asked_again(monkeypatch):
    """Of which sessions it was asked again whose they are, and as whom they look."""
    found = []
    as_before = whose.still

    def still(tokens, *, now):
        found.append(set(tokens))
        return as_before(tokens, now=now)

    monkeypatch.setattr(whose, "still", still)
    return found


def test_a_change_of_a_child_from_whom_nobody_is_kept_asks_nobody_who_they_are(
    run, work, do, asked_again
):
    episode = work.episode()

    async def happens(stream):
        async with screen(stream, await do(lambda: at_desk(work, "ines"))) as told_of:
            await told_of.up()
            stream._changed(changes.Change(changes.Kind.CHILD, episode.child_id))
            assert await told_of.next() == ("changed", episode.reference)
            assert asked_again == []

    run(happens)


def test_a_change_of_a_child_from_whom_anybody_is_kept_asks_everybody_who_they_are(
    run, work, do, asked_again
):
    episode = work.episode()
    keep_from(work, episode.child_id, "tomas")

    async def happens(stream):
        async with screen(stream, await do(lambda: at_desk(work, "ines"))) as told_of:
            await told_of.up()
            stream._changed(changes.Change(changes.Kind.CHILD, episode.child_id))
            assert await told_of.next() == ("changed", episode.reference)
            assert asked_again == [_tokens(stream)]

    run(happens)


def test_a_change_of_a_child_to_whom_a_screen_stands_otherwise_asks_everybody_who_they_are(
    run, work, do, asked_again
):
    episode = work.episode()

    async def happens(stream):
        async with screen(stream, await do(lambda: at_desk(work, "ines"))) as told_of:
            await told_of.up()
            (there,) = stream.screens.open
            otherwise = replace(there.viewer, opened=frozenset({episode.child_id}))
            there.opened = replace(there.opened, viewer=otherwise)
            stream._changed(changes.Change(changes.Kind.CHILD, episode.child_id))
            assert await told_of.next() == ("changed", "")
            assert asked_again == [_tokens(stream)]
            assert there.viewer.opened == frozenset()

    run(happens)


def _tokens(stream):
    return {each.opened.token for each in stream.screens.open}


def test_whoever_holds_no_post_any_more_is_told_of_nothing(run, work, do):
    viewer = work.viewer("ines")

    def give_up():
        with transactions.step():
            theirs = Holding.objects.filter(practitioner_id=viewer.practitioner_id)
            theirs.update(until=clock.now())

    async def happens(stream):
        async with (
            screen(stream, await do(lambda: at_desk(work, "ines"))) as before,
            screen(stream, await do(lambda: at_desk(work, "tomas"))) as other,
        ):
            await before.up()
            await other.up()
            await do(give_up)
            assert await before.next() == ("changed", "")
            episode = await do(work.episode)
            assert await other.next() == ("changed", episode.reference)
            assert before.heard() == []

    run(happens)


def test_a_screen_that_nobody_is_at_is_locked_though_its_stream_is_open(run, work, do, monkeypatch):
    monkeypatch.setattr(app, "ASKED_AGAIN_EVERY", 0.05)

    async def happens(stream):
        async with screen(stream, await do(lambda: at_desk(work, "tomas"))) as left:
            await left.up()
            with override_settings(WAYHOME_IDLE_AFTER=timedelta(0)):
                assert await left.next("over") == ("over", "")

    run(happens)


# ------------------------------------------------------------------ who may open one


async def _refused(stream, client, status, **asked):
    async with screen(stream, client, **asked) as closed:
        await asyncio.wait_for(closed.answered.wait(), listening.PATIENCE)
        assert closed.status == status
        assert not stream.screens.open


@pytest.mark.parametrize(
    "asked",
    [
        {"method": "POST"},
        {"host": "elsewhere.example"},
        {"headers": [(b"sec-fetch-site", b"cross-site")]},
        {"headers": [(b"sec-fetch-site", b"same-site")]},
    ],
    ids=["method", "host", "another site", "a sister site"],
)
def test_it_is_opened_from_our_own_pages_alone(run, work, do, asked):
    async def happens(stream):
        await _refused(stream, await do(lambda: at_desk(work, "tomas")), 403, **asked)

    run(happens)


async def _over_at_once(stream, client, **asked):
    async with screen(stream, client, **asked) as closed:
        assert await closed.next("over", "changed", "beat") == ("over", "")
        assert not stream.screens.open


def test_an_episode_of_others_cannot_be_waited_for_any_more_than_one_there_is_not(run, work, do):
    episode = work.episode()

    async def happens(stream):
        client = await do(lambda: at_desk(work, "femi"))
        await _over_at_once(stream, client, episode=episode.reference)
        await _over_at_once(stream, client, episode="H88SU-NJAG7-5")

    run(happens)


def test_nobody_who_has_not_signed_in_is_told_of_anything(run, work, do):
    def another_password(username):
        with transactions.step():
            Practitioner.objects.filter(username=username).update(credential=new_id())

    def unused(client):
        client.get("/episodes/")
        session = client.session
        session["used_at"] = (clock.now() - timedelta(days=36500)).isoformat()
        session.save()

    async def happens(stream):
        await _over_at_once(stream, None)
        nobody = Client()
        nobody.cookies["sessionid"] = "x" * 32
        await _over_at_once(stream, nobody)
        another = await do(lambda: at_desk(work, "callum"))
        await do(lambda: another_password("callum"))
        await _over_at_once(stream, another)
        left = await do(lambda: work.sign_in("tomas"))
        await do(lambda: unused(left))
        await _over_at_once(stream, left)

    run(happens)


def test_while_the_database_is_away_nobody_is_told_to_sign_in_anew(run, work, do):
    chosen = connections.settings["default"]

    async def happens(stream):
        client = await do(lambda: at_desk(work, "tomas"))
        name, chosen["NAME"] = chosen["NAME"], "there is no such database"
        await _refused(stream, client, 503)
        chosen["NAME"] = name

    run(happens)


def test_the_oldest_screen_of_a_browser_gives_its_line_to_a_new_one(run, work, do, settings):
    settings.WAYHOME_SCREENS_OF_A_BROWSER = 2

    async def happens(stream):
        client = await do(lambda: at_desk(work, "tomas"))
        async with AsyncExitStack() as opened:
            one_after_another = []
            for _turn in range(3):
                each = await opened.enter_async_context(screen(stream, client))
                await each.up()
                one_after_another.append(each)
            first, second, third = one_after_another
            assert await first.next("crowded", "over") == ("crowded", "")
            assert len(stream.screens.open) == 2

            episode = await do(work.episode)

            assert await second.next() == ("changed", episode.reference)
            assert await third.next() == ("changed", episode.reference)
            assert first.heard() == []

    run(happens)


def test_one_browser_takes_no_line_from_another_of_the_same_person_nor_from_another_person(
    run, work, do, settings
):
    settings.WAYHOME_SCREENS_OF_A_BROWSER, settings.WAYHOME_SCREENS_OF_A_PERSON = 1, 2

    async def happens(stream):
        here = await do(lambda: at_desk(work, "tomas"))
        there = await do(lambda: at_desk(work, "tomas"))
        other = await do(lambda: at_desk(work, "ines"))
        async with (
            screen(stream, there) as elsewhere,
            screen(stream, other) as of_another,
            screen(stream, here) as first,
        ):
            for each in (elsewhere, of_another, first):
                await each.up()
            async with screen(stream, here) as second:
                await second.up()
                assert await first.next("crowded", "over") == ("crowded", "")
                assert elsewhere.heard() == of_another.heard() == []

    run(happens)


def test_the_oldest_screen_of_a_person_gives_its_line_to_a_new_one(run, work, do, settings):
    settings.WAYHOME_SCREENS_OF_A_PERSON = 1

    async def happens(stream):
        here = await do(lambda: at_desk(work, "tomas"))
        there = await do(lambda: at_desk(work, "tomas"))
        async with screen(stream, here) as first:
            await first.up()
            async with screen(stream, there) as second:
                await second.up()
                assert await first.next("crowded", "over") == ("crowded", "")
                assert second.heard() == []

    run(happens)


# ------------------------------------------------------------------ when the line is lost


def test_what_happens_while_nothing_is_heard_is_asked_for_once_something_is(
    run, work, do, partnership
):
    def cut():
        with psycopg.connect(databases.address_of(partnership), autocommit=True) as owner:
            cut_off = owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name = 'wayhome stream' AND datname = current_database()"
            ).fetchall()
            assert cut_off == [(True,)]

    async def happens(stream):
        async with screen(stream, await do(lambda: at_desk(work, "tomas"))) as told_late:
            await told_late.up()
            await do(cut)
            assert await told_late.next() == ("changed", "")
            episode = await do(work.episode)
            assert await told_late.next() == ("changed", episode.reference)

    run(happens)


def test_what_cannot_be_passed_on_yet_is_passed_on_once_it_can(run, work, do, monkeypatch):
    monkeypatch.setattr(changes, "PAUSE", 0.05)
    chosen = connections.settings["default"]

    async def happens(stream):
        async with screen(stream, await do(lambda: at_desk(work, "tomas"))) as waiting:
            await waiting.up()
            episode = await do(work.episode)
            await waiting.next()
            name, chosen["NAME"] = chosen["NAME"], "there is no such database"
            stream._changed(changes.Change(changes.Kind.EPISODE, episode.id))
            async with asyncio.timeout(listening.PATIENCE):
                while not stream.is_late():  # it says so of itself
                    await asyncio.sleep(0.01)
            chosen["NAME"] = name
            assert await waiting.next() == ("changed", episode.reference)
            assert not stream.is_late()

    run(happens)


def test_a_screen_that_missed_more_than_is_remembered_asks_for_everything(
    run, work, do, monkeypatch
):
    monkeypatch.setattr(screens, "REMEMBERED", 1)

    async def happens(stream):
        client = await do(lambda: at_desk(work, "tomas"))
        async with screen(stream, client) as first:
            await first.up()
            cut_at = clock.now() + app.OVERLAP
            stream.screens.heard = deque(maxlen=1)
            await do(work.episode)
            await first.next()
        async with screen(stream, client, since=cut_at.isoformat()) as again:
            assert await again.next() == ("changed", "")

    run(happens)
