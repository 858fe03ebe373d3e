"""On the line of time: what was corrected since, by whom and why, and where to correct the rest."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.episode.presenters import deeds
from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.interfaces.pages.shared import presenters
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.rules.access import Deed

DEEDS = {
    "located": Deed.RECORD_LOCATED,
    "returned": Deed.RECORD_RETURN,
    "seen": Deed.RECORD_PREVENTION_INTERVIEW,
    "sighting": Deed.RECORD_SIGHTING,
    "answer": Deed.REPORT,
    "offer": Deed.OFFER_INTERVIEW,
    "offer_answer": Deed.OFFER_INTERVIEW,
    "attempt": Deed.OFFER_INTERVIEW,
    "not_offered": Deed.AUTHORISE_NO_OFFER,
}


@dataclass(frozen=True, slots=True)
class Corrections:
    """The facts of one kind, each of which may have been corrected by another."""

    asked: Asked
    name: str
    corrected_by: dict[Any, Any]
    withdrawals: frozenset[Any] = frozenset()

    def stands(self, row: Any) -> bool:
        """Whether nobody has corrected this."""
        return row.id not in self.corrected_by

    @property
    def may(self) -> bool:
        """Whether the viewer may correct facts of this kind; of some kinds nobody may."""
        deed = DEEDS.get(self.name)
        if deed is None or not (self.asked.may_act or deeds.goes_on(self.asked, deed)):
            return False
        return deeds.may(self.asked, (deed,))

    def place(self, row: Any) -> str:
        """Where the viewer can correct this; empty where they cannot."""
        if not (self.may and self.stands(row)) or row.id in self.withdrawals:
            return ""
        return reverse(f"correct_{self.name}", args=[self.asked.episode.reference, row.id])

    def place_to_withdraw(self, row: Any) -> str:
        """Where the viewer can say that this did not happen; empty where they cannot."""
        if not (self.name in WITHDRAWN and self.place(row)):
            return ""
        return reverse(f"withdraw_{self.name}", args=[self.asked.episode.reference, row.id])

    def tag(self, row: Any, otherwise: presenters.Tag | None) -> presenters.Tag | None:
        """What marks a fact that was corrected or withdrawn since."""
        if self.stands(row):
            return otherwise
        withdrawn = getattr(self.corrected_by[row.id], "withdrawn", False)
        return presenters.Tag(_("Withdrawn since") if withdrawn else _("Corrected since"), WARN)

    def since(self, row: Any) -> str:
        """Who corrected this, when and why; empty while it stands."""
        if self.stands(row):
            return ""
        right = self.corrected_by[row.id]
        said = {
            "name": self.asked.name(right.recorded_by_id),
            "moment": self.asked.moment(right.recorded_at),
            "why": right.why_corrected,
        }
        if getattr(right, "withdrawn", False):
            return _("Withdrawn as a mistake %(moment)s by %(name)s: %(why)s") % said
        if not right.why_corrected:
            return _("Corrected %(moment)s by %(name)s.") % said
        return _("Corrected %(moment)s by %(name)s: %(why)s") % said


WITHDRAWN = ("located", "returned", "seen")
WARN = presenters.Tone.WARN


def among(asked: Asked, name: str, rows: Sequence[Any]) -> Corrections:
    """What was corrected among these facts of one kind."""
    withdrawals = {row.id for row in rows if getattr(row, "withdrawn", False)}
    return Corrections(
        asked,
        name,
        {row.corrects_id: row for row in rows if row.corrects_id not in (None, *withdrawals)},
        frozenset(withdrawals),
    )


def lines(rows: Sequence[Any]) -> Iterator[list[Any]]:
    """What was recorded first, each with what was recorded in its place, in that order."""
    corrected_by = {row.corrects_id: row for row in rows if row.corrects_id}
    for row in rows:
        if row.corrects_id is None:
            line = [row]
            while line[-1].id in corrected_by:
                line.append(corrected_by[line[-1].id])
            yield line


def told_alike(line: Sequence[Any], key: Callable[[Any], Any]) -> Iterator[tuple[Any, Any]]:
    """The first and the last of each run of corrections that left this part of a fact as it was."""
    for _same, run in groupby(line, key):
        rows = list(run)
        yield rows[0], rows[-1]


def title(row: Any, words: str, *, withdrawals: Collection[Any] = ()) -> str:
    """The title of a fact, which says of a correction that it is one.

    What is recorded once more after one of these withdrawals corrects nothing.
    """
    if row.corrects_id in withdrawals:
        return words
    return _("Corrected: %(end)s") % {"end": words} if row.corrects_id else words
