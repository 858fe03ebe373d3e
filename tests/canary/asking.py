"""What is asked: every address of the resolver, of every object, by every method.

A route is an address as its pattern is written. Its places are filled with what there is of a
child, and where there is none of it, with that of another child: an identifier that is swapped.
"""

import json
import random
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import get_resolver

from tests.canary.marks import Planted

METHODS = ("get", "head", "post", "patch", "put", "delete")
PLACES = re.compile(r"<(?:\w+:)?(\w+)>")
API = "api/"
NOWHERE = "22222-22222-2"
# An address that answers about no record: the words of a problem, and who works where.
OF_A_PLACE: dict[str, str] = {
    "duty_id": "response.Duty",
    "step_id": "response.Step",
    "notice_id": "response.Notice",
    "post_id": "agencies.Post",
    "shift_id": "practitioners.RotaShift",
    "handover_id": "response.Handover",
    "joint_id": "risk.JointAssessment",
    "offer_id": "interviews.Offer",
    "attempt_id": "interviews.Attempt",
    "action_id": "support.PlanAction",
    "asked_id": "support.Asked",
    "answer_id": "intake.ReportAnswer",
    "sighting_id": "search.Sighting",
    "contact_id": "children.Contact",
    "agency_id": "agencies.Agency",
    "conflict_id": "safety.Conflict",
    "withholding_id": "safety.Withholding",
    "look_id": "emergency.BreakGlass",
    "file_id": "files.File",
    "held_id": "journal.HeldReport",
    "lowering_id": "protection.Lowering",
    "joined_id": "protection.Joined",
    "join_id": "protection.Joined",
    "word_id": "protection.Word",
    "seal_id": "protection.Seal",
    "review_id": "looks.LookReview",
    "practitioner_id": "practitioners.Practitioner",
}
CALLED: dict[str, str] = {"seal_id": "mark"}  # by what it is named in an address, if not its key
# Of what is asked for by the key it was sent with.
OF_A_KEY: dict[str, str] = {
    "report/waiting/<uuid:key>": "journal.HeldReport",
    "api/v1/missing-reports/submitted/<key>": "submissions.Submission",
}
# What a page takes, where garbage would not reach what it does.
TYPED: dict[str, dict[str, str]] = {
    "report/held/<uuid:held_id>": {"how": "Said by whoever asks in the matrix of canaries"},
}
OF_A_WORD: dict[str, tuple[str, ...]] = {
    "name": ("seal", "lower", "take_off", "join", "address", "source", "advice", "destroy"),
    "said_so": ("agree", "refuse"),
}
OF_A_FACT: dict[str, str] = {
    "answer": "intake.ReportAnswer",
    "attempt": "interviews.Attempt",
    "located": "found.Located",
    "not_offered": "interviews.NotOffered",
    "offer": "interviews.Offer",
    "offer_answer": "interviews.Offer",
    "returned": "found.Returned",
    "seen": "found.PreventionInterview",
    "sighting": "search.Sighting",
}


def routes(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Every address of the service, as its pattern is written."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern, here)
        else:
            yield here


@dataclass(frozen=True, slots=True)
class Cell:
    """One reader asking one route of one child by one method."""

    reader: str
    route: str
    child: UUID
    method: str

    @property
    def is_call(self) -> bool:
        """Whether it goes to the API."""
        return self.route.startswith(API)

    @property
    def is_about_one(self) -> bool:
        """Whether the address names a record."""
        return "<" in self.route


@dataclass
class Objects:
    """What there is to put into the places of a route, child by child."""

    planted: Planted
    chance: random.Random = field(default_factory=lambda: random.Random(3))  # noqa: S311

    @cached_property
    def children(self) -> list[UUID]:
        """Every child, always in the same order."""
        return sorted(self.planted.rows["children.Child"])

    @cached_property
    def turns(self) -> dict[UUID, int]:
        """The number of each child in this order: the same in every world that is made."""
        return {child: number for number, child in enumerate(self.children)}

    @cached_property
    def _episode_of(self) -> dict[UUID, dict[str, Any]]:
        rows = sorted(self.planted.of("episodes.Episode"), key=lambda row: row["id"])
        return {row["child_id"]: row for row in rows}

    @cached_property
    def _of_child(self) -> dict[tuple[str, UUID], list[UUID]]:
        found: dict[tuple[str, UUID], list[UUID]] = {}
        models = {*OF_A_PLACE.values(), *OF_A_FACT.values(), *OF_A_KEY.values()}
        for model in sorted(models):
            for key in sorted(self.planted.rows[model]):
                child = self._child_of(self.planted.rows[model][key])
                found.setdefault((model, child), []).append(key)
        return found

    def _child_of(self, row: dict[str, Any]) -> Any:
        for pointer, model in (
            ("plan_id", "support.Plan"),
            ("report_id", "intake.MissingReport"),
            ("seal_id", "protection.Seal"),
        ):
            if row.get(pointer):
                row = self.planted.rows[model][row[pointer]]
        for name in ("child_id", "one_id"):
            if row.get(name):
                return row[name]
        episode = row.get("episode_id") or _answered(row).get("episode_id")
        if episode:
            return self.planted.rows["episodes.Episode"][UUID(str(episode))]["child_id"]
        return None

    def address(self, route: str, child: UUID, *, own: UUID | None = None) -> str:
        """The address of a child's own record of this kind, or with a swapped identifier.

        Of several the one that is the work of this agency, if any is its `own`.
        """
        return "/" + PLACES.sub(lambda place: self._filled(route, place[1], child, own), route)

    def _filled(self, route: str, place: str, child: UUID, own: UUID | None) -> str:
        if place == "reference":
            return self.reference(route, child)
        if place == "code":
            return "not-found"
        if words := OF_A_WORD.get(place):
            return words[self.turns[child] % len(words)]
        if place == "key":
            return str(self.keyed(route, child)["key"])
        model = OF_A_PLACE.get(place) or OF_A_FACT.get(_kind_of_fact(route), "")
        there = self._of_child.get((model, child)) or sorted(self.planted.rows.get(model, {}))
        if not there:
            return str(uuid.UUID(int=7))
        theirs = [each for each in there if self._owner(model, each) == own is not None]
        there = theirs or there
        row = self.planted.rows[model][there[self.turns[child] % len(there)]]
        return str(row[CALLED[place]] if place in CALLED else row["id"])

    def keyed(self, route: str, child: UUID) -> dict[str, Any]:
        """What was sent under the key in an address: of this child, or else whose turn it is."""
        model = OF_A_KEY[route]
        there = self._of_child.get((model, child)) or sorted(self.planted.rows[model])
        return self.planted.rows[model][there[self.turns[child] % len(there)]]

    def held(self, child: UUID) -> dict[str, Any]:
        """The report that waits for a person and stands for a child in an address: by turns."""
        there = sorted(self.planted.rows["journal.HeldReport"])
        return self.planted.rows["journal.HeldReport"][there[self.turns[child] % len(there)]]

    def given_again(self, route: str, child: UUID, practitioner_id: UUID | None) -> set[str]:
        """The reference that was answered to whoever asks again with the key they sent."""
        row = self.keyed(route, child) if route in OF_A_KEY else {}
        is_theirs = row.get("practitioner_id") == practitioner_id
        return {_answered(row).get("reference", "")} if is_theirs else set()

    def one_of(self, model: str, child: UUID) -> str:
        """The identifier of one of the child's own, or else of any there is in turn."""
        there = self._of_child.get((model, child)) or sorted(self.planted.rows.get(model, {}))
        return str(there[self.turns[child] % len(there)] if there else uuid.UUID(int=7))

    def _owner(self, model: str, key: UUID) -> UUID | None:
        row = self.planted.rows[model][key]
        return row.get("owner_agency_id") or row.get("agency_id")

    def with_their_own(self, route: str, children: list[UUID]) -> list[UUID]:
        """Of some children, those who have what the address names besides them; else all."""
        places = [place for place in PLACES.findall(route) if place != "reference"]
        models = [OF_A_PLACE.get(place) or OF_A_FACT.get(_kind_of_fact(route)) for place in places]
        own = [
            each for each in children if all((model, each) in self._of_child for model in models)
        ]
        return own or children

    def reference(self, route: str, child: UUID) -> str:
        """The reference of the child, or of the newest episode; of none where there was none.

        Of exports that whose turn it is: most of them are about many children.
        """
        if "exports/" in route:
            export = self.export(child)
            return str(export["reference"]) if export else NOWHERE
        if "children/" in route:
            return str(self.planted.rows["children.Child"][child]["reference"])
        episode = self._episode_of.get(child)
        return str(episode["reference"]) if episode else NOWHERE

    @cached_property
    def exports(self) -> list[dict[str, Any]]:
        """Every export, in the order in which they were asked for."""
        rows = self.planted.of("exports.Export")
        return sorted(rows, key=lambda row: (row["asked_at"], row["id"]))

    def export(self, child: UUID) -> dict[str, Any] | None:
        """The export that stands for a child in an address: each has its turn."""
        there = self.exports
        return there[self.turns[child] % len(there)] if there else None

    def episode_id(self, child: UUID) -> UUID | None:
        """The newest episode of a child."""
        episode = self._episode_of.get(child)
        return episode["id"] if episode else None


def _answered(row: dict[str, Any]) -> dict[str, Any]:
    """What was answered to a key, of a row that keeps it."""
    answer = row.get("answer")
    return answer if isinstance(answer, dict) else {}


def _kind_of_fact(route: str) -> str:
    parts = route.split("/")
    return parts[-2] if len(parts) > 1 else ""


GARBAGE = {"": "", "purpose": "search", "x": "x" * 50, "id": "1 OR 1=1", "_method": "DELETE"}


def body_of(cell: Cell, wanted: str, *, turn: int) -> Any:
    """What is sent: the least that has the `wanted` shape, garbage, or nothing; in turn."""
    if cell.is_call:
        return (wanted, json.dumps(GARBAGE), wanted, json.dumps({}))[turn % 4]
    right = TYPED.get(cell.route, {})
    return (right, GARBAGE, right)[turn % 3]
