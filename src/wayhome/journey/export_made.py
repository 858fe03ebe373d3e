"""What a second person approved is made, by the worker, as the policy shows it then."""

from collections.abc import Callable
from datetime import datetime

from wayhome.journey import export_making, exporting
from wayhome.journey.acting import NotNow
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.children.queries import NoSuchChild
from wayhome.records.episodes.queries import NoSuchEpisode
from wayhome.records.exports import actions as exports_kept
from wayhome.records.exports import queries
from wayhome.records.exports.models import Export
from wayhome.records.practitioners import viewers
from wayhome.rules import access, facts

NOBODY = "Whoever asked for it may not take records out any more."
GONE = "What it was about is not to be seen any more."
FAILING = "fail to make an export"


def record(*, now: datetime, say_in: Callable[[str], exporting.Say]) -> int:
    """Make every export that was approved; how many there were. One that fails says why."""
    with transactions.step():
        waiting = queries.to_make(now=now)
        for export in waiting:
            _make(export, now=now, say=say_in(export.language))
        return len(waiting)


def ended(*, now: datetime) -> int:
    """Remove the files whose link has died; how many there were."""
    with transactions.step():
        return exports_kept.forget(now=now)


def _make(export: Export, *, now: datetime, say: exporting.Say) -> None:
    try:
        with transactions.step():
            export_making.make(export, by=_asker(export, now=now), now=now, say=say)
    except (access.Refused, NotNow) as refused:
        _fail(export, str(refused), now=now)
    except (NoSuchChild, NoSuchEpisode):
        _fail(export, GONE, now=now)


def _asker(export: Export, *, now: datetime) -> facts.Viewer:
    """Whoever asked, as they are now. Raises Refused where they may not take records out."""
    by = viewers.viewer_of(export.asked_by_id, now=now)
    if by is None or by.agency_id != export.agency_id:
        raise access.Refused(NOBODY)
    access.require(by, access.Deed.EXPORT)
    return by


def _fail(export: Export, why: str, *, now: datetime) -> None:
    export.refresh_from_db()
    exports_kept.fail(export, why=why, at=now)
    ledger.write(
        Verb.REFUSE,
        by=None,
        at=now,
        deed=FAILING,
        object_id=export.id,
        reference=export.reference,
        reason=why,
    )
