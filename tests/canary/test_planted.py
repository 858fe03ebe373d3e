"""The gate of planted bugs: each is caught by the matrix, and without one nothing is found."""

import random
from dataclasses import replace
from itertools import islice, product

import pytest
from django.db import connection, transaction

from tests.canary import judging, marks, planted, planting
from tests.canary.asking import Cell
from tests.canary.conftest import owner
from tests.canary.matrix import ASKED_AT
from tests.canary.oracle import Oracle, Reader
from wayhome.interfaces.pages.shared import in_language
from wayhome.journey import export_asked, export_fetched, records_joined
from wayhome.journey.acting import NotNow
from wayhome.platform import clock
from wayhome.records.episodes.queries import NoSuchEpisode
from wayhome.records.practitioners import viewers
from wayhome.rules import access
from wayhome.rules.exports import ExportFormat, ExportKind, Wanted
from wayhome.rules.vocabulary import Purpose

MOST = 200


@pytest.fixture(scope="module", autouse=True)
def _second_wall_taken_down(matrix):  # noqa: ARG001  # in the copy that it is connected to
    """What one wall lets through the other keeps: each is tried alone, so that both are known.

    It is taken down once, in the copy of the world that these tests have for themselves.
    """
    with owner(), connection.cursor() as cursor:
        cursor.execute("SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity")
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")


def cells_of(matrix, bug):
    """Who asks for what to find this bug, in an order that is always the same."""
    readers = bug.readers or sorted(matrix.ways)
    is_about_one = any("<" in route for route in bug.routes)
    children = matrix.objects.children if is_about_one else matrix.objects.children[:1]
    kept_back = {who: _kept_back(matrix, bug, who) for who in readers if bug.shows}
    found = [
        Cell(who, route, child, bug.method)
        for child, who, route in product(children, readers, bug.routes)
        if not is_about_one or _is_of(matrix, bug.of, who, route, child)
        if not bug.shows or child in kept_back[who]
    ]
    random.Random(7).shuffle(found)  # noqa: S311  # the same order every time
    return found


def _is_of(matrix, of, who, route, child):
    """Whether the record in the address is of those that are asked for."""
    reader, oracle = matrix.ways[who].reader, matrix.oracle
    if of == "guarded":
        return oracle.is_guarded(reader, child)
    if of in WAS_OF_THEM:
        return not oracle.may_know_child(reader, child) and WAS_OF_THEM[of](matrix, reader, child)
    return of == "any" or of == _is_known(matrix, who, route, child)


def _had_a_part(matrix, reader, child):
    """Whether the reader's agency has a part in the newest episode, which may be closed."""
    episode = matrix.objects.episode_id(child)
    return episode is not None and bool(matrix.oracle.parts(reader, episode))


def _was_in_their_care(matrix, reader, child):
    """Whether the child lived with the reader's agency at some time."""
    rows = matrix.planted.of("children.CareArrangement")
    return (child, reader.agency_id) in {(row["child_id"], row["placement_id"]) for row in rows}


def _was_looked_at(matrix, reader, child):
    """Whether the reader ever opened the record in an emergency."""
    me = (child, reader.practitioner_id)
    rows = matrix.planted.of("emergency.BreakGlass")
    return me in {(row["child_id"], row["practitioner_id"]) for row in rows}


# Of children whose record the reader may not open: how they came to be near it all the same.
WAS_OF_THEM = {
    "had a part in": _had_a_part,
    "cared for before": _was_in_their_care,
    "looked at before": _was_looked_at,
}


def _kept_back(matrix, bug, who):
    """The children of whom a text that the bug would show may not be shown to this reader.

    Of other children the bug shows nothing, so they are not asked for.
    """
    oracle = matrix.oracle
    allowed = oracle.allowed(matrix.ways[who].reader)
    return {
        child
        for word, canary in matrix.planted.canaries.items()
        if canary.field.startswith(bug.shows) and word not in allowed
        for child in oracle.of_which(canary)[1]
    }


def _is_known(matrix, who, route, child):
    """Whether the reader may know of the record that the address names."""
    reader, oracle = matrix.ways[who].reader, matrix.oracle
    if "children/" in route:
        return "known" if oracle.may_know_child(reader, child) else "unknown"
    episode = matrix.objects.episode_id(child)
    return "known" if episode and oracle.may_know_episode(reader, episode) else "unknown"


def findings(matrix, bug):
    """What the matrix finds of this kind, until it has found something."""
    verdicts = matrix.verdicts()
    for _answer in matrix.ask_each(islice(cells_of(matrix, bug), MOST), verdicts):
        if kinds := [each for each in verdicts.findings if each.kind == bug.caught]:
            return kinds
    return []


@pytest.mark.parametrize("bug", planted.BUGS, ids=lambda bug: bug.name)
def test_a_planted_bug_is_caught(matrix, bug, monkeypatch):
    with transaction.atomic():
        bug.plant(monkeypatch)
        caught = findings(matrix, bug)
        monkeypatch.undo()
        transaction.set_rollback(True)

    assert caught, "this bug would not have been noticed"


def test_without_a_planted_bug_nothing_is_found(matrix):
    """The same cells, and the second wall down: the first wall alone lets nothing through."""
    verdicts = matrix.verdicts()
    first = [cell for bug in planted.BUGS for cell in islice(cells_of(matrix, bug), 2)]
    for _answer in matrix.ask_each(dict.fromkeys(first), verdicts):
        pass

    assert [str(each) for each in verdicts.findings] == []


def test_there_are_seventy_bugs_and_no_two_alike():
    assert len({bug.name for bug in planted.BUGS}) == len(planted.BUGS) >= 70


def taken_out(matrix, made):
    """What an export of each of a few such episodes holds, that it should not."""
    oracle, reader = matrix.oracle, matrix.ways[made.by].reader
    to = matrix.agencies[made.to]
    for child in [each for each in matrix.objects.children if is_of(matrix, made, each, to)][:8]:
        row = {"asked_by_id": reader.practitioner_id, "recipient_agency_id": to}
        for word in marks.words_in(marks.text_of(exported(matrix, made, child, to))):
            canary = oracle.planted.canaries[word]
            if canary.field not in judging.OF_NO_CHILD and not (
                oracle.may(reader, canary) and oracle.may_be_sent(row, canary)
            ):
                yield canary.field


def is_of(matrix, made, child, to):
    """Whether this child is of the kind that is taken out."""
    oracle, reader = matrix.oracle, matrix.ways[made.by].reader
    somebody = Reader("", None, to, reader.posts)
    episode = matrix.objects.episode_id(child)
    return (
        episode is not None
        and {
            "read by the recipient": oracle.may_know_episode(reader, episode)
            and bool(oracle.parts(somebody, episode)),
            "withheld from the recipient": child in {each for each, _ in oracle.withheld(somebody)},
            "guarded from the asker": oracle.is_guarded(reader, child),
        }[made.of]
    )


def exported(matrix, made, child, to):
    """The bytes of an export of the newest episode of a child; nothing where none is made."""
    key = matrix.ways[made.by].reader.practitioner_id
    by = viewers.viewer_of(key, now=ASKED_AT, purpose=Purpose.ASSESS)
    wanted = Wanted(
        ExportKind.EPISODE,
        ExportFormat.CSV,
        Purpose.ASSESS,
        reason="x",
        recipient_name="x",
        recipient_agency_id=to,
        episode_id=matrix.objects.episode_id(child),
    )
    say = in_language.say_in("en")
    try:
        asked = export_asked.record(wanted, by=by, now=ASKED_AT, say=say)
        return export_fetched.record(asked.reference, by=by, now=ASKED_AT).content
    except (access.Refused, NotNow, NoSuchEpisode):
        return b""


@pytest.mark.parametrize("made", planted.TAKEN_OUT, ids=lambda made: made.name)
def test_what_is_taken_out_by_a_bug_is_caught(matrix, made, monkeypatch):
    found = {}
    for is_planted in (False, True):
        with transaction.atomic(), clock.at(ASKED_AT):
            if is_planted:
                made.plant(monkeypatch)
            found[is_planted] = set(taken_out(matrix, made))
            monkeypatch.undo()
            transaction.set_rollback(True)

    assert found[False] == set()
    assert found[True], "this bug would not have been noticed"


def test_a_join_that_forgets_a_seal_is_caught(matrix, monkeypatch):
    """What is joined is one child: the seals of all are borne by each, whatever a step has kept."""
    plant = planting.rewritten(
        "wayhome.journey.records_joined.join",
        "if actions.spread(sorted(records), by=by, at=now):",
        "if False:",
    )
    found = {}
    for is_planted in (False, True):
        with transaction.atomic(), clock.at(ASKED_AT):
            if is_planted:
                plant(monkeypatch)
            found[is_planted] = joined_and_shown(matrix)
            monkeypatch.undo()
            transaction.set_rollback(True)

    assert found[False] == []
    assert {each.kind for each in found[True]} >= {"shown", "told that it is there"}


def joined_and_shown(matrix):
    """A sealed record is joined with an open one, and somebody off the list looks at that."""
    names = ("leon", "callum")
    listed, other = (matrix.ways[name].reader for name in names)
    oracle, children = matrix.oracle, matrix.objects.children
    known = [each for each in children if oracle.may_know_child(listed, each)]
    guarded = (each for each in known if each not in oracle.kept_from(other))
    sealed = next(each for each in guarded if oracle.lists_of.get(each))
    unjoined = (each for each in known if len(oracle.one_child(each)) == 1)
    opened = next(each for each in unjoined if is_never_missing(oracle, other, each))
    by = viewers.viewer_of(listed.practitioner_id, now=ASKED_AT, purpose=Purpose.ASSESS)
    records_joined.join(sealed, opened, why="x", by=by, now=ASKED_AT)
    with owner():
        rows = marks.read(marks.Planted())
    now = replace(matrix, planted=rows, oracle=Oracle(rows, ASKED_AT))
    verdicts = now.verdicts()
    for route in ("children/<str:reference>/", "children/"):
        now.ask(Cell("callum", route, opened, "get"), verdicts)
    reference = rows.rows["children.Child"][opened]["reference"]
    assert reference not in now.oracle.references(other)
    return verdicts.findings


def is_never_missing(oracle, reader, child):
    """Whether nobody has reported a child whom the reader may know of."""
    return not oracle.episodes_of.get(child) and oracle.may_know_child(reader, child)
