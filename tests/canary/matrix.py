"""The matrix: every reader, every address, every child, every method; each answer judged."""

import json
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from tests.canary import asking, marks, readers, shaping, world
from tests.canary.asking import Cell
from tests.canary.choosing import Choosing
from tests.canary.judging import Verdicts
from tests.canary.oracle import Oracle, Reader
from wayhome.interfaces.rehearsal import cast
from wayhome.platform import clock

ASKED_AT = world.NOW + timedelta(minutes=1)
SUSPENDED, WITHOUT_A_POST, TAKEN_AWAY, RUN_OUT = "ravi", "dev", "bea", "nora"
OF_HELD = "<uuid:held_id>"
IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LOOKS_FIRST = ("get", "post", "patch", "put", "delete")


@dataclass
class Matrix:
    """Everybody who asks, all there is to ask for, and who judges the answers."""

    planted: marks.Planted
    ways: dict[str, readers.WayIn]
    objects: asking.Objects
    oracle: Oracle
    shapes: shaping.Shapes
    not_taken: set[tuple[str, str]] = field(default_factory=set)

    @property
    def agencies(self) -> dict[str, uuid.UUID]:
        """The agencies of the cast by the names they have there, in the order they were made."""
        made = sorted(self.planted.rows["agencies.Agency"])
        return dict(zip((each.name for each in cast.AGENCIES), made, strict=False))

    def choosing(self) -> Choosing:
        """What is asked, and by whom: whose token is no good is of another kind to the API."""
        readers = {name: way.reader for name, way in self.ways.items()}
        return Choosing(
            readers,
            self.objects,
            self.oracle,
            self.takes,
            {TAKEN_AWAY, RUN_OUT},
            self.shapes.bodies,
        )

    def takes(self, route: str) -> str:
        """The first method that the address has not refused: to look, where one may look."""
        answers = (each for each in LOOKS_FIRST if (route, each) not in self.not_taken)
        return next(answers, "get")

    def verdicts(self) -> Verdicts:
        """Nothing judged yet."""
        return Verdicts(self.oracle)

    def ask(self, cell: Cell, verdicts: Verdicts, *, query: str = "") -> Any:
        """Ask one thing, judge the answer, and undo whatever it did."""
        with transaction.atomic(), clock.at(ASKED_AT):
            own = self._who(cell).agency_id if cell.method == "get" else None
            address = self.objects.address(cell.route, cell.child, own=own)
            answer = self._answer(cell, address + query)
            verdicts.judge(
                cell,
                self._who(cell),
                answer,
                about=self._about(cell),
                given=self._given(cell, address),
                or_if_unknown=lambda: self._answer(cell, self._unknown(cell, address) + query),
                now=ASKED_AT,
                as_of=AN_HOUR_BEFORE if "as_of" in query else None,
            )
            transaction.set_rollback(True)
        if answer.status_code == 405:
            self.not_taken.add((cell.route, cell.method))
        return answer

    def ask_each(self, cells: Iterable[Cell], verdicts: Verdicts) -> Iterator[Any]:
        """Ask one after the other, each in every variant of its address."""
        for cell in cells:
            for query in queries_of(cell):
                yield self.ask(cell, verdicts, query=query)

    def _answer(self, cell: Cell, address: str) -> Any:
        way, sends = self.ways[cell.reader], cell.method not in ("get", "head")
        turn = self.objects.turns[cell.child]
        if cell.is_call:
            right = self.shapes.of(cell.route, cell.child)
            body = asking.body_of(cell, right, turn=turn) if sends else None
            purpose = "" if turn % 7 == 0 else "assess"
            return way.call(cell.method, address, body=body, purpose=purpose)
        sent = {"data": asking.body_of(cell, "", turn=turn)} if cell.method == "post" else {}
        return way.page(cell.method, address, **sent)

    def _who(self, cell: Cell) -> Reader:
        """Who this is to the API: nobody, whose token was taken away or has run out."""
        if cell.is_call and cell.reader in {TAKEN_AWAY, RUN_OUT}:
            return readers.NOBODY
        return self.ways[cell.reader].reader

    def _given(self, cell: Cell, address: str) -> set[str]:
        """What whoever asks has said themselves, or was told before in answer to the same key."""
        told = {self.objects.reference(cell.route, cell.child)} | set(IDENTIFIER.findall(address))
        me = self._who(cell).practitioner_id
        return told | self.objects.given_again(cell.route, cell.child, me)

    def _unknown(self, cell: Cell, address: str) -> str:
        """The same address with the reference, or the identifier, of no record."""
        if OF_HELD in cell.route:
            return IDENTIFIER.sub(str(uuid.UUID(int=7)), address)
        return address.replace(self.objects.reference(cell.route, cell.child), asking.NOWHERE)

    def _about(self, cell: Cell) -> tuple[str, uuid.UUID | None]:
        """Which record the reference in the address is of, if it names one that there is."""
        if OF_HELD in cell.route:
            return "journal.HeldReport", self.objects.held(cell.child)["id"]
        if "<reference>" not in cell.route and "<str:reference>" not in cell.route:
            return "", None
        if "exports/" in cell.route:
            export = self.objects.export(cell.child)
            return "exports.Export", export["id"] if export else None
        if "children/" in cell.route:
            return "children.Child", cell.child
        return "episodes.Episode", self.objects.episode_id(cell.child)


# A moment at which most of the world was still as it had been: long after the reports, before the
# last hours; in the forms the page and the API take.
AN_HOUR_BEFORE = world.NOW - timedelta(minutes=45)
VARIANTS: dict[str, tuple[str, ...]] = {
    "episodes/<str:reference>/": ("", f"?as_of={AN_HOUR_BEFORE:%d/%m/%Y %H:%M}", "?order=oldest"),
    "api/v1/episodes/<reference>": ("", f"?as_of={AN_HOUR_BEFORE:%Y-%m-%dT%H:%M:%SZ}"),
    "api/v1/episodes/<reference>/timeline": ("", f"?as_of={AN_HOUR_BEFORE:%Y-%m-%dT%H:%M:%SZ}"),
    "api/v1/episodes": ("?limit=100", "?open=any&limit=100", "?owner=me"),
    "api/v1/notices": ("?limit=100", "?acknowledged=any&limit=100"),
    "notices/": ("", "?show=all"),
    "interviews/": ("", "?need=offer"),
    "protocol/": ("", "?version=1"),
}


def queries_of(cell: Cell) -> tuple[str, ...]:
    """What is asked behind an address, each in turn."""
    return VARIANTS.get(cell.route, ("",)) if cell.method == "get" else ("",)


def people_of(planted: marks.Planted) -> dict[uuid.UUID, str]:
    """Everybody of the cast by the name they have there; rows are made in the order of the cast."""
    made = sorted(planted.rows["practitioners.Practitioner"])
    return dict(zip(made, (person.username for person in cast.PEOPLE), strict=True))


def gather(planted: marks.Planted, *, owner: Any) -> Matrix:
    """Everybody signs in; then one is suspended, one gives up their post, one loses their token."""
    own = people_of(planted)
    ways = readers.everybody(planted, now=ASKED_AT, own=own)
    by_name = {name: key for key, name in own.items()}
    with owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE practitioners_practitioner SET is_active = false WHERE id = %s",
            [by_name[SUSPENDED]],
        )
        cursor.execute(
            "UPDATE practitioners_holding SET until = %s WHERE practitioner_id = %s",
            [world.NOW, by_name[WITHOUT_A_POST]],
        )
        cursor.execute(
            "UPDATE practitioners_apitoken SET revoked_at = %s WHERE practitioner_id = %s",
            [world.NOW, by_name[TAKEN_AWAY]],
        )
        cursor.execute(
            "UPDATE practitioners_apitoken SET expires_at = %s WHERE practitioner_id = %s",
            [world.NOW, by_name[RUN_OUT]],
        )
        found = marks.read(marks.Planted())
    for key, name in own.items():
        person = found.rows["practitioners.Practitioner"][key]
        ways[name].reader = readers.reader_of(found, person, now=ASKED_AT, name=name)
    objects = asking.Objects(found)
    shapes = shaping.Shapes(_described(ways), objects, ASKED_AT)
    return Matrix(found, ways, objects, Oracle(found, ASKED_AT), shapes)


def _described(ways: dict[str, readers.WayIn]) -> Any:
    """What the API says of itself."""
    return json.loads(ways["nobody"].call("get", "/api/v1/openapi.json").content)
