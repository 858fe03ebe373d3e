"""Nobody is shown what the policy does not show them, and every look is in the ledger.

Half a hundred thousand cells here; the long run, `script/canary`, takes a quarter of a million.
"""

import logging
import os
import sys
import time
from collections import Counter
from itertools import islice

import pytest

from tests.canary import asking, marks

REQUESTS = int(os.environ.get("WAYHOME_CANARY_REQUESTS", "7200"))
LEAST_CELLS = 50_000


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
    cells = asking.plan(sorted(matrix.ways), matrix.objects.children, cells=REQUESTS)
    chosen = islice(matrix.ask_each(cells, verdicts), REQUESTS)
    for number, _answer in enumerate(chosen):
        if REQUESTS > 100_000 and number % 5000 == 0:
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


def test_enough_was_asked_and_enough_was_seen(walked):
    assert walked.cells >= LEAST_CELLS
    assert len(walked.seen) > 2500
    assert set(walked.statuses) >= {200, 302, 401, 403, 404, 405, 422}


def test_where_a_child_lives_is_named_to_nobody_who_may_not_know_it(walked):
    assert found(walked, "home") == []


def test_a_past_moment_tells_nothing_that_was_recorded_since(walked):
    assert found(walked, "later than was asked") == []


def test_the_ledger_holds_no_content(walked):
    assert found(walked, "content in the ledger") == []
