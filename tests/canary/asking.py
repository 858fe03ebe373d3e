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
        models = {*OF_A_PLACE.values(), *OF_A_FACT.values()}
        for model in sorted(models):
            for key in sorted(self.planted.rows[model]):
                child = self._child_of(self.planted.rows[model][key])
                found.setdefault((model, child), []).append(key)
        return found

    def _child_of(self, row: dict[str, Any]) -> Any:
        for pointer, model in (("plan_id", "support.Plan"), ("report_id", "intake.MissingReport")):
            if row.get(pointer):
                row = self.planted.rows[model][row[pointer]]
        if row.get("child_id"):
            return row["child_id"]
        if row.get("episode_id"):
            return self.planted.rows["episodes.Episode"][row["episode_id"]]["child_id"]
        return None

    def address(self, route: str, child: UUID) -> str:
        """The address of a child's own record of this kind, or with a swapped identifier."""
        return "/" + PLACES.sub(lambda place: self._filled(route, place[1], child), route)

    def _filled(self, route: str, place: str, child: UUID) -> str:
        if place == "reference":
            return self.reference(route, child)
        if place == "code":
            return "not-found"
        model = OF_A_PLACE.get(place) or OF_A_FACT.get(_kind_of_fact(route), "")
        there = self._of_child.get((model, child)) or sorted(self.planted.rows.get(model, {}))
        return str(there[self.turns[child] % len(there)]) if there else str(uuid.UUID(int=7))

    def reference(self, route: str, child: UUID) -> str:
        """The reference of the child, or of the newest episode; of none where there was none."""
        if "children/" in route:
            return str(self.planted.rows["children.Child"][child]["reference"])
        episode = self._episode_of.get(child)
        return str(episode["reference"]) if episode else NOWHERE

    def episode_id(self, child: UUID) -> UUID | None:
        """The newest episode of a child."""
        episode = self._episode_of.get(child)
        return episode["id"] if episode else None


def _kind_of_fact(route: str) -> str:
    parts = route.split("/")
    return parts[-2] if len(parts) > 1 else ""


GARBAGE = {"": "", "purpose": "search", "x": "x" * 50, "id": "1 OR 1=1", "_method": "DELETE"}


def body_of(cell: Cell, bodies: dict[str, Any], *, turn: int) -> Any:
    """What is sent: nothing, garbage, or the least that has the right shape; in turn."""
    turn %= 3
    if cell.is_call:
        return json.dumps(({}, GARBAGE, bodies.get(cell.route, {}))[turn])
    return ({}, GARBAGE, {})[turn]
