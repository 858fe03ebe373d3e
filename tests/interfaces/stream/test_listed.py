"""The line of a list that a screen is given at once: as its own page has it, and entered first."""

import re
from dataclasses import replace
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from tests.foundation import databases
from tests.interfaces.stream.listening import screen
from tests.journey import sealed

from wayhome.interfaces.pages.mine import filters
from wayhome.interfaces.rehearsal import cast as casting
from wayhome.interfaces.stream import listed
from wayhome.journey import sign_in_ended
from wayhome.platform import clock
from wayhome.platform.live import changes
from wayhome.platform.row_security import transactions
from wayhome.records.episodes import audience
from wayhome.rules.vocabulary import Matter, Purpose

ALL = "?scope=all"


def at_desk(work, username, *, language="en"):
    client = work.sign_in(username)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert client.get(f"/episodes/{ALL}").status_code == 200
    return client


def reader(work, username, *, address=ALL, language="en"):
    """A screen of this person that shows a list, and for which lines are read."""
    client = at_desk(work, username)
    viewer = replace(work.viewer(username), purpose=None)
    chosen = filters.read(QueryDict(address[1:]), viewer=viewer)
    return listed.Reader(client.session.session_key, viewer, listed.Listed(chosen, language))


def concerned(episode):
    (found,) = audience.of([episode.id])
    return found


def rows(readers, episode, *, entered=()):
    """The lines as the stream reads them: for nobody until it says for whom."""
    each = concerned(episode)
    with transactions.as_nobody():
        return listed.rows(
            [(one, each) for one in readers if each.may_know(one.viewer)],
            entered=entered,
            now=clock.now(),
        )


def line(html, reference):
    """The one line of a page or of what was sent that is about this episode, its words alone."""
    (found,) = [
        each
        for each in re.findall(r"<li data-at=.*?</li>", html, re.S)
        if f'id="row-{reference}"' in each
    ]
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def entries(name, child_id, deed=listed.DEED):
    """Whose looks of this kind at this child are in the ledger."""
    with psycopg.connect(databases.address_of(name)) as owner:
        found = owner.execute(
            "SELECT practitioner_id FROM audit_ledgerentry WHERE child_id = %s AND deed = %s",
            [child_id, deed],
        )
        return sorted(who for (who,) in found)


# ------------------------------------------------------------------ on a screen


def test_a_screen_of_the_list_is_given_the_line_and_one_of_another_force_nothing(run, work, do):
    async def happens(stream):
        async with (
            screen(stream, await do(lambda: at_desk(work, "ines")), list=ALL) as inspector,
            screen(stream, await do(lambda: at_desk(work, "femi")), list=ALL) as elsewhere,
            screen(stream, await do(lambda: at_desk(work, "owen"))) as no_list,
        ):
            for each in (inspector, elsewhere, no_list):
                await each.up()
            episode = await do(work.episode)
            row, within = await inspector.line_of(episode.reference)
            assert "Amira Example" in line(row, episode.reference)
            assert within == pytest.approx(0.4)  # a notice of it waits for the inspector
            assert await no_list.line_of(episode.reference) == (None, pytest.approx(0.4))
            assert ("changed", episode.reference) not in elsewhere.heard()

    run(happens)


def test_whoever_is_asked_nothing_asks_for_the_page_when_their_turn_has_come(
    run, work, do, monkeypatch
):
    monkeypatch.setattr("wayhome.interfaces.stream.screens.TURN", 3.0)

    async def happens(stream):
        async with (
            screen(stream, await do(lambda: at_desk(work, "ines")), list=ALL) as asked,
            screen(stream, await do(lambda: at_desk(work, "callum")), list=ALL) as not_asked,
        ):
            await asked.up()
            await not_asked.up()
            episode = await do(work.episode)
            assert (await asked.line_of(episode.reference))[1] == pytest.approx(0.4)
            assert (await not_asked.line_of(episode.reference))[1] == pytest.approx(6.0)

    run(happens)


def test_what_cannot_be_read_keeps_nobody_from_being_told(run, work, do, monkeypatch):
    def broken(*_given, **_named):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(listed, "rows", broken)

    async def happens(stream):
        async with screen(stream, await do(lambda: at_desk(work, "ines")), list=ALL) as told:
            await told.up()
            episode = await do(work.episode)
            assert (await told.line_of(episode.reference))[0] is None

    run(happens)


def test_a_look_is_entered_once_for_each_and_not_again_at_every_change(run, work, do, partnership):
    async def happens(stream):
        async with (
            screen(stream, await do(lambda: at_desk(work, "ines")), list=ALL) as one,
            screen(stream, await do(lambda: at_desk(work, "owen")), list=ALL) as other,
        ):
            await one.up()
            await other.up()
            episode = await do(work.episode)
            for each in (one, other):
                await each.line_of(episode.reference)
            both = sorted([work.cast.people["ines"], work.cast.people["owen"]])
            assert entries(partnership, episode.child_id) == both
            stream._changed(changes.Change(changes.Kind.EPISODE, episode.id))
            for each in (one, other):
                assert (await each.line_of(episode.reference))[0]
            assert entries(partnership, episode.child_id) == both

    run(happens)


# ------------------------------------------------------------------ what a line says, and to whom


@pytest.mark.parametrize(
    ("language", "least", "people"),
    [("en", 10, sorted(part.username for part in casting.PEOPLE)), ("cy", 2, ["ines", "leon"])],
)
def test_everybody_is_given_the_line_that_their_own_page_has(work, language, least, people):
    episode = work.episode()
    each = concerned(episode)
    readers = {name: reader(work, name, language=language) for name in people}
    found = rows(readers.values(), episode)

    shown = 0
    for name, one in readers.items():
        client = at_desk(work, name, language=language)
        page = client.get(f"/episodes/{ALL}").content.decode()
        is_there = f'id="row-{episode.reference}"' in page
        row = found.get((listed.alike(one, each), episode.id)) if each.may_know(one.viewer) else ""
        assert bool(row) == is_there, name
        if is_there:
            assert line(row, episode.reference) == line(page, episode.reference), name
            shown += 1
    assert shown >= least


def test_colleagues_in_the_same_posts_share_one_reading(work):
    episode = work.episode()
    ines = reader(work, "ines")
    colleague = replace(ines, viewer=replace(ines.viewer, name="Another inspector"))

    with CaptureQueriesContext(connection) as one:
        rows([ines], episode)
    with CaptureQueriesContext(connection) as many:
        rows([ines, *[colleague] * 50], episode)

    assert len(many) == len(one)


def test_beyond_some_readings_a_screen_asks_for_its_page(work, monkeypatch):
    monkeypatch.setattr(listed, "MOST_READINGS", 1)
    episode = work.episode()

    assert len(rows([reader(work, "ines"), reader(work, "leon")], episode)) == 1


def test_a_list_that_does_not_hold_it_any_more_lets_it_go(work):
    episode = work.episode()
    one = reader(work, "ines", address="?scope=all&level=low")

    assert rows([one], episode) == {(listed.alike(one, concerned(episode)), episode.id): ""}


def test_of_a_session_that_ended_just_now_nothing_is_read_and_nothing_said_to_be_gone(work):
    episode = work.episode()
    one = reader(work, "callum")
    sign_in_ended.everywhere(work.cast.people["callum"], now=clock.now())

    assert rows([one], episode) == {}


@pytest.mark.parametrize(
    "address", ["?scope=mine", f"?scope=all&after=2026-01-01T00:00:00%2B00:00_{UUID(int=0)}"]
)
def test_neither_a_list_of_ones_own_nor_an_older_page_is_given_lines(work, address, rf):
    viewer = work.viewer("ines")

    assert listed.read(rf.get("/stream", {"list": address}), viewer) is None
    assert listed.read(rf.get("/stream"), viewer) is None
    assert listed.read(rf.get("/stream", {"list": ALL}), viewer) is not None


@pytest.mark.parametrize(
    "otherwise",
    [
        lambda child: {"kept_from": frozenset({child})},
        lambda child: {"opened": frozenset({child})},
        lambda child: {"address_kept": frozenset({child})},
        lambda child: {"withheld": frozenset({(child, Matter.PLACEMENT)})},
        lambda _child: {"purpose": Purpose.SEARCH},
    ],
    ids=["kept from", "opened", "address kept", "withheld", "a purpose said"],
)
def test_whoever_stands_otherwise_to_the_child_than_their_colleagues_is_given_no_line(
    work, otherwise
):
    episode = work.episode()
    one = reader(work, "ines")
    theirs = replace(one, viewer=replace(one.viewer, **otherwise(episode.child_id)))

    assert listed.alike(one, concerned(episode)) is not None
    assert listed.alike(theirs, concerned(episode)) is None


def test_nobody_is_given_a_line_as_a_colleague_reads_it_who_stands_otherwise_to_that_child(work):
    one, two = work.episode(), work.episode(child=work.child("Bryn"))
    ines = reader(work, "ines")
    withheld = frozenset({(two.child_id, Matter.WHEREABOUTS)})
    otherwise = replace(ines, viewer=replace(ines.viewer, withheld=withheld))
    first, second = concerned(one), concerned(two)

    with transactions.as_nobody():
        found = listed.rows(
            [(otherwise, first), (otherwise, second), (ines, first), (ines, second)],
            entered=(),
            now=clock.now(),
        )

    (alone,) = rows([ines], two).values()
    assert "Next" in line(alone, two.reference)
    assert line(found[listed.alike(ines, second), two.id], two.reference) == line(
        alone, two.reference
    )


def test_the_line_of_a_sealed_child_is_given_to_nobody(work):
    episode = work.episode()
    named = ("ines", "dina", "nadia", "leon")
    sealed.seal(work.cast, episode.child_id, named=named, now=clock.now())

    assert rows([reader(work, "ines"), reader(work, "tomas")], episode) == {}


def test_whoever_became_another_while_a_line_was_read_is_not_given_it(run, work, do):
    async def happens(stream):
        async with screen(stream, await do(lambda: at_desk(work, "ines")), list=ALL) as told:
            await told.up()
            episode = await do(work.episode)
            await told.line_of(episode.reference)
            (there,) = stream.screens.open
            each = await do(lambda: concerned(episode))
            known = stream.screens.changed([each], at=clock.now())
            there.opened = replace(there.opened, viewer=replace(there.viewer, name="Another"))
            same = listed.alike(there.reader, each)
            stream.screens.tell(known, rows={(same, each.id): "a line"}, asked=(), at=clock.now())
            assert (await told.line_of(episode.reference))[0] is None

    run(happens)
