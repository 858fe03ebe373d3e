"""One answer judged: what it shows, whether its reader may be shown it, and who will know of it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from tests.canary import marks
from tests.canary.asking import Cell
from tests.canary.oracle import OF_THE_WORK, OWN_ONLY, STAFF, Oracle, Reader

OF_NO_CHILD = STAFF | OWN_ONLY | OF_THE_WORK
# What somebody says as their reason is the reason in the ledger.
SAID_AS_REASON = {"exports.Export.reason"}
HELD = "journal.HeldReport"
# Not signed in, not there, not so, and not understood before anything is looked for.
TELLS_NOTHING = {401, 404, 405, 422}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that should not be: what, where, of which field."""

    kind: str
    cell: Cell
    status: int
    detail: str

    def __str__(self) -> str:
        """One line that says where to look."""
        asked = f"{self.cell.method.upper()} {self.cell.route}"
        return f"{self.kind}: {self.cell.reader} {asked} -> {self.status}: {self.detail}"


@dataclass
class Verdicts:
    """What was found, and how much was looked at."""

    oracle: Oracle
    findings: list[Finding] = field(default_factory=list)
    cells: int = 0
    requests: int = 0
    seen: set[str] = field(default_factory=set)
    shown: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    by_reader: dict[str, set[str]] = field(default_factory=dict)
    asked: set[Cell] = field(default_factory=set)
    files: int = 0
    reached: set[str] = field(default_factory=set)

    def judge(
        self,
        cell: Cell,
        reader: Reader,
        answer: Any,
        *,
        about: tuple[str, UUID | None],
        given: set[str],
        or_if_unknown: Callable[[], Any],
        now: datetime,
        as_of: datetime | None = None,
    ) -> None:
        """Judge one answer. `about` is the record asked for; `given` what was sent."""
        self.requests += 1
        self.asked.add(cell)
        self.cells += 1 if cell.is_about_one else len(self.oracle.planted.rows["children.Child"])
        self.statuses[answer.status_code] += 1
        if cell.is_call and cell.method == "post" and answer.status_code != 422:
            self.reached.add(cell.route)
        text = marks.text_of(_body(answer), answer.headers.items())
        words = marks.words_in(text) & self.oracle.planted.canaries.keys()
        self.seen |= words
        self.by_reader.setdefault(reader.name, set()).update(words)
        self._may_be_shown(cell, reader, answer, words)
        self._may_be_sent(cell, answer, words, about)
        self._references(cell, reader, answer, text, given)
        self._where_a_child_lives(cell, reader, answer, words)
        if as_of is not None and answer.status_code == 200:
            self._not_before(cell, answer, words, as_of)
        self._existence(cell, reader, answer, about, or_if_unknown)
        self._is_in_the_ledger(cell, reader, answer, words, now=now)
        self._held_reports(cell, reader, answer, words, named=self._named(text) - given, now=now)
        if answer.status_code >= 500:
            self._found("fault", cell, answer, str(getattr(answer, "exc_info", ""))[:300])

    def fields_seen(self, names: Iterable[str]) -> set[str]:
        """The fields of which any of these readers was shown a text."""
        words = set().union(*(self.by_reader.get(name, ()) for name in names))
        return {self.oracle.planted.canaries[word].field for word in words}

    def _may_be_shown(self, cell: Cell, reader: Reader, answer: Any, words: set[str]) -> None:
        for word in words - self.oracle.allowed(reader):
            canary = self.oracle.planted.canaries[word]
            self._found("shown", cell, answer, canary.field)
        for word in words:
            self.shown[self.oracle.planted.canaries[word].field] += 1

    def _may_be_sent(
        self, cell: Cell, answer: Any, words: set[str], about: tuple[str, UUID | None]
    ) -> None:
        """Nothing is in a file that is taken out but what the agency it is for may read too."""
        if not cell.route.endswith("/file") or about[0] != "exports.Export":
            return
        self.files += answer.status_code == 200
        for word in words:
            canary = self.oracle.planted.canaries[word]
            row = self.oracle.planted.rows["exports.Export"][about[1]]
            if canary.field not in OF_NO_CHILD and not self.oracle.may_be_sent(row, canary):
                self._found("sent", cell, answer, canary.field)

    def _references(
        self, cell: Cell, reader: Reader, answer: Any, text: str, given: set[str]
    ) -> None:
        told = set(marks.REFERENCE.findall(text)) & self.oracle.planted.references.keys()
        for reference in told - given - self.oracle.references(reader):
            label, _key = self.oracle.planted.references[reference]
            self._found("reference", cell, answer, label)

    def _not_before(self, cell: Cell, answer: Any, words: set[str], as_of: datetime) -> None:
        """A past moment tells nothing that was recorded after it."""
        for word in words:
            canary = self.oracle.planted.canaries[word]
            recorded_at = canary.row.get("recorded_at")
            if canary.field not in OF_NO_CHILD and recorded_at and recorded_at > as_of:
                self._found("later than was asked", cell, answer, canary.field)

    def _where_a_child_lives(
        self, cell: Cell, reader: Reader, answer: Any, words: set[str]
    ) -> None:
        """The home is named to nobody who may not know where the child lives.

        Only a home of which nobody works here shows it by its name alone, and not where every
        partner is listed to choose from.
        """
        quiet, empty = self.oracle.quiet_home, self.oracle.empty_home
        is_of_a_child = "reference>" in cell.route and "exports/" not in cell.route
        if quiet not in words or empty in words or not is_of_a_child:
            return
        if not self.oracle.may_know_home(reader, cell.child):
            self._found("home", cell, answer, "children.CareArrangement.placement")

    def _existence(
        self,
        cell: Cell,
        reader: Reader,
        answer: Any,
        about: tuple[str, UUID | None],
        or_if_unknown: Callable[[], Any],
    ) -> None:
        """What a reader may not know of is answered as what there is not."""
        label, key = about
        if not label or key is None:
            return
        if self._is_known(reader, label, key) or answer.status_code in TELLS_NOTHING:
            return
        if not _to_sign_in(answer) and answer.status_code != or_if_unknown().status_code:
            self._found("told that it is there", cell, answer, label)

    def _is_known(self, reader: Reader, label: str, key: UUID) -> bool:
        """Whether the reader may know of the record that an address names."""
        row = self.oracle.planted.rows[label][key]
        if label == HELD:
            return self.oracle.may_check(reader, row)
        return str(row["reference"]) in self.oracle.references(reader)

    def _named(self, text: str) -> set[str]:
        """The reports that wait for a person and are named in an answer."""
        return {str(key) for key in self.oracle.planted.rows[HELD] if str(key) in text}

    def _held_reports(
        self,
        cell: Cell,
        reader: Reader,
        answer: Any,
        words: set[str],
        *,
        named: set[str],
        now: datetime,
    ) -> None:
        """A report that waits is named to those who check it; every look is in the ledger."""
        canaries = [self.oracle.planted.canaries[word] for word in words]
        looked = named | {str(each.row["id"]) for each in canaries if each.field.startswith(HELD)}
        for key in named:
            if not self.oracle.may_check(reader, self.oracle.planted.rows[HELD][UUID(key)]):
                self._found("told that it is there", cell, answer, HELD)
        if looked and looked - objects_entered(reader, now=now):
            self._found("not in the ledger", cell, answer, HELD)

    def _is_in_the_ledger(
        self, cell: Cell, reader: Reader, answer: Any, words: set[str], *, now: datetime
    ) -> None:
        children = set()
        for word in words:
            canary = self.oracle.planted.canaries[word]
            if canary.field not in OF_NO_CHILD:
                children |= self.oracle.of_which(canary)[1]
        if not children:
            return
        entries = entered(reader, now=now)
        written = marks.words_in(" ".join(words for _child, words in entries))
        if {self.oracle.planted.canaries[word].field for word in written} - SAID_AS_REASON:
            self._found("content in the ledger", cell, answer, "deed, reason or reference")
        if missing := children - {child for child, _words in entries}:
            fields = {
                self.oracle.planted.canaries[word].field
                for word in words
                if self.oracle.of_which(self.oracle.planted.canaries[word])[1] & missing
            }
            self._found("not in the ledger", cell, answer, ", ".join(sorted(fields)[:4]))

    def _found(self, kind: str, cell: Cell, answer: Any, detail: str) -> None:
        self.findings.append(Finding(kind, cell, answer.status_code, detail))


def _to_sign_in(answer: Any) -> bool:
    leads = answer.headers.get("Location", "") + answer.headers.get("HX-Redirect", "")
    return leads.startswith("/sign-in")


def _body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def entered(reader: Reader, *, now: datetime) -> list[tuple[UUID, str]]:
    """The children that the ledger names of this request, by this reader, and in what words."""
    words = "concat_ws(' ', deed, purpose, reason, reference, sections::text)"
    return _in_the_ledger(f"child_id, {words}", reader, now=now)


def objects_entered(reader: Reader, *, now: datetime) -> set[str]:
    """What else the ledger names of this request, by this reader."""
    return {key for (key,) in _in_the_ledger("object_id::text", reader, now=now)}


def _in_the_ledger(columns: str, reader: Reader, *, now: datetime) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(
            f"SELECT {columns} FROM audit_ledgerentry WHERE practitioner_id = %s AND at >= %s",
            [reader.practitioner_id, now],
        )
        found = cursor.fetchall()
        cursor.execute("SET ROLE wayhome_app")
    return found
