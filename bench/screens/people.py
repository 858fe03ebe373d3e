"""Those who sit at the screens: people of the agencies that a report of a child at home reaches."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle, islice
from time import monotonic
from uuid import uuid4

from django.db import transaction

from bench import asking
from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import child_introduced, partnership_formed, report_received
from wayhome.platform.row_security import transactions
from wayhome.rules import told
from wayhome.rules.vocabulary import PostKind

SHARES = (
    ("Northmoor Police", PostKind.DUTY_INSPECTOR),
    ("Northmoor Police", PostKind.DUTY_SERGEANT),
    ("Northmoor Police", PostKind.CALL_HANDLER),
    ("Harrowfell Council", PostKind.SOCIAL_WORK_TEAM),
    ("Harrowfell Council", PostKind.EMERGENCY_DUTY_TEAM),
    ("Larch House", PostKind.PLACEMENT_STAFF),
)


def at_screens(cast: casting.Cast, count: int, *, now: datetime) -> list[str]:
    """So many people, each signed in; the cookie of each."""
    new = [
        told.NewPractitioner(
            f"At screen {number}", f"screen{number}", cast.agencies[agency], (post,)
        )
        for number, (agency, post) in enumerate(islice(cycle(SHARES), count))
    ]
    with transactions.step():
        people = partnership_formed.practitioners(new, now=now - timedelta(days=1))
        return [asking.signed_in(each, now=now)["Cookie"] for each in people]


def reports(cast: casting.Cast, *, now: datetime) -> Iterator[tuple[bytes, float]]:
    """One report after another, each of another child of the home.

    The reference of each, and the moment at which the database was asked to commit it.
    """
    while True:
        by = cast.viewer("joss", now=now)
        child = child_introduced.record(
            told.Child(given_name="Ada", family_name="Example", age_stated=15),
            arrangement=told.Arrangement(
                responsible_authority_id=cast.agencies["Harrowfell Council"],
                placement_id=cast.agencies["Larch House"],
                is_looked_after=True,
            ),
            by=by,
            now=now,
        )
        report = told.MissingReport(
            reporter=told.Reporter("Joss Amberley", "01632 960001"),
            why_worried="Not back from school",
            child_id=child.child_id,
            last_seen_at=now - timedelta(hours=1),
            last_seen_place="Beckside bus station",
        )
        with transaction.atomic():
            received = report_received.record(report, key=uuid4().hex, by=by, now=now)
            at = monotonic()
        yield str(received["reference"]).encode(), at
