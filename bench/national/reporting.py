"""Reports at a steady rate from every force, while the worker works: how long until each is taken.

Each is sent at its own moment, whether or not those before it were answered, and its time counts
from that moment. It is answered with its reference, or as received with its reference to follow.
"""

import http.client
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import cycle
from typing import TypeAlias
from uuid import UUID, uuid4

from bench.national import crowd
from bench.national.pages import holder, token
from wayhome.platform.row_security import transactions
from wayhome.records.agencies.models import Agency
from wayhome.rules.vocabulary import AgencyKind, PostKind

Caller: TypeAlias = tuple[dict[str, str], UUID]
REPORTS = "/api/v1/missing-reports"
RATE = 50  # a second
HANDS = 60
FLOOR = "/health/ready"
FLOOR_EVERY = 10  # reports
WARM_UP = 8  # seconds in which programs that were just started make themselves ready
OF_THE_COUNTRY = 20  # forces that report


@dataclass(slots=True)
class Reported:
    """What came of it: how each was answered, and the seconds it took."""

    answers: Counter[int] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def said(self) -> dict[str, float]:
        """For the table: milliseconds, and how many were recorded at once, to follow, refused."""
        recorded = self.answers[HTTPStatus.CREATED]
        to_follow = self.answers[HTTPStatus.ACCEPTED]
        return {
            "p50": crowd.percentile(self.took, 50) * 1000,
            "p95": crowd.percentile(self.took, 95) * 1000,
            "p99": crowd.percentile(self.took, 99) * 1000,
            "floor_p95": crowd.percentile(self.floor, 95) * 1000,
            "recorded": recorded,
            "to_follow": to_follow,
            "refused": len(self.refused),
        }


def reported(port: int, *, seconds: int) -> Reported:
    """Report at the rate for so long."""
    with transactions.step():
        callers = cycle(_callers())
    came = Reported()
    with (
        crowd.running("wayhome.config.command", "worker"),
        ThreadPoolExecutor(HANDS) as hands,
    ):
        _send(port, callers, Reported(), hands, seconds=WARM_UP)
        _send(port, callers, came, hands, seconds=seconds)
    return came


def _send(
    port: int, callers: Iterator[Caller], came: Reported, hands: ThreadPoolExecutor, *, seconds: int
) -> None:
    """Send them evenly, and wait for the last answer."""
    sent: list[Future[None]] = []
    began = time.monotonic() + 0.5
    for number in range(RATE * seconds):
        at = began + number / RATE
        time.sleep(max(0.0, at - time.monotonic()))  # so many a second, evenly
        sent.append(hands.submit(_report, port, next(callers), came, at))
        if number % FLOOR_EVERY == 0:
            sent.append(hands.submit(_floor, port, came, at))
    for each in sent:
        each.result()


def _callers() -> Sequence[Caller]:
    """Who answers the telephone of each force, with the council most of its children are of."""
    councils = (
        Agency.objects.filter(kind=AgencyKind.LOCAL_AUTHORITY, police_force__isnull=False)
        .select_related("police_force")
        .order_by("police_force__name", "name")
    )
    council_of = {each.police_force.name: each.id for each in councils if each.police_force}
    return [
        (token(holder(force, PostKind.CALL_HANDLER)), council_id)
        for force, council_id in list(council_of.items())[:OF_THE_COUNTRY]
    ]


def _report(port: int, caller: Caller, came: Reported, at: float) -> None:
    headers, council_id = caller
    key = str(uuid4())
    said = {
        "reporter": {"name": "Sam Sample", "telephone": "01632 960001"},
        "child": {"given_name": f"Child-{key[:8]}", "family_name": "Example", "age_stated": 14},
        "why_worried": "Not home, and the telephone is off.",
        "police_reference": key,
        "council_id": str(council_id),
    }
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("POST", REPORTS, json.dumps(said), {**headers, "Idempotency-Key": key})
    answer = line.getresponse()
    body = answer.read()
    line.close()
    if answer.status not in {HTTPStatus.CREATED, HTTPStatus.ACCEPTED}:
        came.refused.append(f"{answer.status}: {body[:300].decode()}")
    came.took.append(time.monotonic() - at)
    came.answers[answer.status] += 1


def _floor(port: int, came: Reported, at: float) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", FLOOR)
    line.getresponse().read()
    line.close()
    came.floor.append(time.monotonic() - at)
