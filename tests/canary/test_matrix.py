"""Nobody is shown what the policy does not show them, and every look is in the ledger.

Here is asked what must be asked; the long run, `script/canary`, goes on at random.
"""

import logging
import os
import sys
import time
from collections import Counter
from itertools import product

import pytest

from tests.canary import asking, judging, marks, oracle
from tests.canary.choosing import KINDS, NO_LONGER, OF_THE_GUARDED, kind_of
from tests.canary.test_canaries import SHOWN_NOWHERE

MORE = int(os.environ.get("WAYHOME_CANARY_MORE", "0"))
LEAST_CELLS = 100_000


def reported(verdicts, *, started):
    """What was looked at, for whoever runs it by hand; and every finding, each kind once."""
    took = time.monotonic() - started
    lines = [
        f"cells {verdicts.cells:,}; requests {verdicts.requests:,} in {took:.0f} s"
        f" ({verdicts.requests / took:.0f}/s)",
        f"canaries sought {len(verdicts.oracle.planted.canaries):,}; seen {len(verdicts.seen):,};"
        f" fields shown {len(verdicts.shown)}",
        f"statuses {dict(sorted(verdicts.statuses.items()))}",
    ]
    kinds = Counter(str(finding) for finding in verdicts.findings)
    return "\n".join(lines + [f"{times} x {said}" for said, times in kinds.most_common(60)])


class Listening(logging.Handler):
    """Keeps the canaries in whatever is logged."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.heard, self.lines = set(), 0

    def emit(self, record):
        self.lines += 1
        said = record.getMessage() + logging.Formatter().format(record)
        self.heard |= marks.words_in(said)


@pytest.fixture(scope="module")
def walked(matrix):
    """Every cell of the plan, asked and judged, with an ear on the log."""
    listening, root = Listening(), logging.getLogger()
    root.addHandler(listening)
    yield walk(matrix)
    root.removeHandler(listening)
    assert listening.lines > 1000
    assert listening.heard == set()


def walk(matrix):
    verdicts, started = matrix.verdicts(), time.monotonic()
    cells = matrix.choosing().plan(verdicts, nowhere=SHOWN_NOWHERE, more=MORE)
    for number, _answer in enumerate(matrix.ask_each(cells, verdicts)):
        if MORE > 100_000 and number % 5000 == 0:
            said(reported(verdicts, started=started).split("\n")[0])
    said(reported(verdicts, started=started))
    return verdicts


def said(words):
    """For whoever watches: shown by `pytest -s`, as `script/canary` runs it."""
    sys.stdout.write(f"\n{words}\n")
    sys.stdout.flush()


def found(walked, kind):
    return [str(each) for each in walked.findings if each.kind == kind]


def test_nobody_is_shown_what_the_policy_does_not_show_them(walked):
    assert found(walked, "shown") == []


def test_no_reference_is_told_to_whoever_may_not_know_of_its_record(walked):
    assert found(walked, "reference") == []


def test_what_may_not_be_known_is_answered_as_what_is_not_there(walked):
    assert found(walked, "told that it is there") == []


def test_every_child_whose_canary_is_shown_is_in_the_ledger_of_that_request(walked):
    assert found(walked, "not in the ledger") == []


def test_no_request_is_a_fault(walked):
    assert found(walked, "fault") == []


def test_enough_was_asked(walked):
    assert walked.cells >= LEAST_CELLS
    assert set(walked.statuses) >= {200, 302, 401, 403, 404, 405, 422}


def test_what_is_sent_to_the_api_reaches_the_policy(matrix, walked):
    """Not refused for its shape alone: by some reader, each call that takes a body."""
    assert len(matrix.shapes.bodies) > 60
    assert set(matrix.shapes.bodies) - walked.reached == set()


def test_every_address_was_asked_by_every_kind_of_reader_and_every_method(matrix, walked):
    choosing = matrix.choosing()
    kind_of = {name: kind for kind, names in choosing.kinds.items() for name in names}
    asked = {(cell.route, kind_of[cell.reader]) for cell in walked.asked}
    methods = {(cell.route, cell.method) for cell in walked.asked}
    wanted = {(route, kind) for kind in choosing.kinds for route in choosing.asked_by(kind)}

    assert asked >= wanted
    assert methods >= set(product(choosing.addresses, asking.METHODS))


def test_every_kind_of_reader_was_shown_each_text_the_policy_shows_it(matrix, walked):
    """So that what is shown to nobody who may not see it is not merely shown to nobody."""
    choosing, held = matrix.choosing(), matrix.planted.canaries
    for kind in choosing.kinds.keys() - {NO_LONGER}:
        names = choosing.kinds[kind]
        may = {
            held[word].field
            for name in names
            for word in matrix.oracle.allowed(choosing.readers[name])
        } - judging.OF_NO_CHILD
        nowhere = set(SHOWN_NOWHERE) | set(NOT_SHOWN_TO.get(kind, ()))

        assert (kind, may - walked.fields_seen(names)) == (kind, may & nowhere)


# What a kind of reader may be shown, and no address shows it to them in this world.
NOT_SHOWN_TO = {
    # Why an end was put right stands with the one end that was, in which no provider has a part.
    "interview provider": ("found.Located.why_corrected", "found.Returned.why_corrected"),
    # The desk reads of an episode, and opens no record of a child.
    "national desk": ("children.Child.language", "children.ChildDetail.supplied_by"),
    # It is of one action, of a council whose part has ended.
    "council": ("support.PlanAction.stood_down_reason",),
}


def test_nothing_is_sent_but_what_the_agency_it_is_for_may_read(walked):
    assert found(walked, "sent") == []
    assert walked.files > 10


def test_what_is_of_no_child_was_shown_to_whom_it_is_of(walked):
    """Or nothing would be known of who is not shown it."""
    typed = {"unsent.UnsentForm.content", "intake.Draft.content"}
    assert (oracle.OF_THE_WORK | typed) - set(walked.shown) == set()


def test_each_way_of_guarding_a_child_is_in_the_world(matrix):
    readers = {name: way.reader for name, way in matrix.ways.items()}
    held = matrix.oracle
    kept = {name for name, reader in readers.items() if held.kept_from(reader)}
    children = matrix.objects.children
    opened = {
        (name, held.exists_for(reader, child))
        for name, reader in readers.items()
        for child in children
        if held.has_open(reader, child)
    }

    assert len(kept) > 20
    assert {kind_of(readers[name]) for name in kept} >= set(KINDS)
    assert len(held.lists_of) >= 6
    # The child of one was sealed since, and the other has been kept from theirs.
    assert opened == {("lowri", True), ("sol", True), ("abel", False), ("carys", False)}
    assert {matter for row in readers.values() for _child, matter in held.withheld(row)} == {
        *("everything", "return", "whereabouts", "placement")
    }


def test_each_way_in_which_a_child_is_guarded_was_asked_for_by_each_kind_of_reader(matrix, walked):
    choosing = matrix.choosing()
    pairs, tells = set(choosing.guarded()), choosing.way_of_guarding
    for route in OF_THE_GUARDED:
        asked = pairs & {(each.reader, each.child) for each in walked.asked if each.route == route}
        assert set().union(*map(tells, asked)) == set().union(*map(tells, pairs))


def test_where_a_child_lives_is_named_to_nobody_who_may_not_know_it(walked):
    assert found(walked, "home") == []


def test_a_past_moment_tells_nothing_that_was_recorded_since(walked):
    assert found(walked, "later than was asked") == []


def test_the_ledger_holds_no_content(walked):
    assert found(walked, "content in the ledger") == []
