"""Recording what came out of the journal, and why it cannot be recorded without a person."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_noop

from wayhome.interfaces.pages.shared import telling
from wayhome.journey import acting, report_received
from wayhome.platform.submissions import once
from wayhome.platform.unknown import NoSuch
from wayhome.records.agencies.protocols import NoProtocol
from wayhome.rules import access, facts, told

NOT_KNOWN = gettext_noop(
    "Whoever sent it could not be shown to have been signed in, or to have had a token, then."
)
NOT_ALLOWED = gettext_noop("Whoever sent it may not make a report.")
TO_PUT_RIGHT = gettext_noop("Something in it needs to be put right.")
NOT_THERE = gettext_noop("It names a child or an agency that whoever sent it may not know of.")


class CannotBeRecorded(Exception):
    """A person must look at it: why, who says that they gave it, and what is to be put right."""

    def __init__(self, why: str, *, claimed_by: UUID | None, problems: list[str] | None = None):
        """Keep them apart: what is to be put right may hold what somebody wrote."""
        super().__init__(why)
        self.why = why
        self.claimed_by = claimed_by
        self.problems = problems or []


def record(
    said: told.MissingReport, *, key: str, by: facts.Viewer, arrived_at: datetime, now: datetime
) -> report_received.Answer:
    """Record a report out of the journal under its key. Raises CannotBeRecorded.

    Where the key was used for other words before, this is what was sent again with more in it: a
    report of its own, which joins the episode that is open.
    """
    try:
        return _record(said, key=key, by=by, arrived_at=arrived_at, now=now)
    except once.KeyUsedForSomethingElse:
        more = once.keyed_fingerprints_of([key, asdict(said)])[0]
        return _record(said, key=more, by=by, arrived_at=arrived_at, now=now)


def _record(
    said: told.MissingReport, *, key: str, by: facts.Viewer, arrived_at: datetime, now: datetime
) -> report_received.Answer:
    try:
        return report_received.record(said, key=key, by=by, now=now, arrived_at=arrived_at)
    except access.Refused as refused:
        raise CannotBeRecorded(NOT_ALLOWED, claimed_by=by.practitioner_id) from refused
    except (NoSuch, NoProtocol) as unknown:
        raise CannotBeRecorded(NOT_THERE, claimed_by=by.practitioner_id) from unknown
    except (acting.Contradiction, acting.NotNow, acting.EpisodeIsClosed) as problem:
        raise CannotBeRecorded(
            TO_PUT_RIGHT, claimed_by=by.practitioner_id, problems=telling.lines_of(problem)
        ) from problem
