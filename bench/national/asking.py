"""So many people who ask for pages at once, and how long each page takes them."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from statistics import median, quantiles
from uuid import UUID, uuid4

from django.db.models import Count

from bench import asking as signing
from wayhome.journey import report_received
from wayhome.platform import clock
from wayhome.platform.row_security import transactions
from wayhome.records.agencies.models import Post
from wayhome.records.episodes.models import Episode
from wayhome.records.practitioners import viewers
from wayhome.records.practitioners.models import Holding
from wayhome.rules import told
from wayhome.rules.vocabulary import PostKind

OPEN = 60  # episodes of the force that are open while it is measured
UP_WITHIN = 60
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name, where it is, and whose cookie asks for it."""

    name: str
    path: str
    cookie: str


def measure(
    force: str, council: str, *, floor: str, users: int, times: int
) -> dict[str, dict[str, float]]:
    """Milliseconds of each page, middle and 95th of a hundred, for so many people at once."""
    transactions.act_for_the_service()
    pages = _pages(force, council)
    pages.insert(0, Page(floor, "/floor/", pages[0].cookie))
    with _served() as port:
        _asked(port, pages, turns=5)
        with ThreadPoolExecutor(users) as hands:
            taken = list(
                hands.map(lambda nth: _asked(port, _from(pages, nth), turns=times), range(users))
            )
    took: dict[str, list[float]] = defaultdict(list)
    for each in taken:
        for name, values in each.items():
            took[name] += values
    return {
        page.name: {"p50": median(took[page.name]), "p95": quantiles(took[page.name], n=20)[-1]}
        for page in pages
    }


def _from(pages: list[Page], nth: int) -> list[Page]:
    """The pages, begun at another one by each person."""
    first = nth % len(pages)
    return pages[first:] + pages[:first]


def _pages(force: str, council: str) -> list[Page]:
    with transactions.step():
        opened = _open(force, council)
        often = (
            Episode.objects.filter(owner_agency__name=force)
            .values("child_id", "child__reference")
            .annotate(number=Count("id"))
            .order_by("-number")[0]
        )
        child = str(often["child_id"])
        latest = Episode.objects.filter(child_id=child).order_by("-reported_at")[0].reference
    inspector, coordinator = (
        _cookie(force, kind, child=child)
        for kind in (PostKind.DUTY_INSPECTOR, PostKind.MISSING_PERSON_COORDINATOR)
    )
    board = _cookie(council, PostKind.MISSING_COORDINATOR, child=child)
    return [
        Page("open episodes of a force", "/episodes/?scope=all", inspector),
        Page("an open episode", f"/episodes/{opened}/", inspector),
        Page("notices", "/notices/", inspector),
        Page(
            f"the child most often away ({often['number']} episodes)",
            f"/children/{often['child__reference']}/",
            coordinator,
        ),
        Page("that child's latest episode", f"/episodes/{latest}/", coordinator),
        Page("the interview board of a council", "/interviews/", board),
        Page("who is on duty", "/on-duty/", inspector),
    ]


def _holder(agency: str, kind: PostKind) -> UUID:
    post = Post.objects.get(agency__name=agency, kind=kind)
    held: UUID = Holding.objects.filter(post=post).order_by("id")[0].practitioner_id
    return held


def _cookie(agency: str, kind: PostKind, *, child: str) -> str:
    with transactions.step():
        who = _holder(agency, kind)
    return signing.signed_in(who, child_ids=[child], now=clock.now())["Cookie"]


def _open(force: str, council: str) -> str:
    """Have so many episodes of the force open; the reference of one."""
    there = Episode.objects.filter(owner_agency__name=force, closed_at__isnull=True)
    at = clock.now()
    by = viewers.viewer_of(_holder(force, PostKind.CALL_HANDLER), now=at)
    council_id = Post.objects.filter(agency__name=council)[0].agency_id
    if by is None:
        raise RuntimeError(f"nobody answers the telephone of {force}")
    for number in range(OPEN - there.count()):
        said = told.MissingReport(
            reporter=told.Reporter("Sam Sample", "01632 960001", relationship="parent"),
            why_worried="Not home, and the telephone is off.",
            child=told.Child(given_name=f"Open{number}", family_name="Example", age_stated=14),
            last_seen_at=at - timedelta(hours=2),
            council_id=council_id,
        )
        report_received.record(said, key=uuid4().hex, by=by, now=clock.now())
    reference: str = there.order_by("reported_at")[0].reference
    return reference


@contextmanager
def _served() -> Iterator[int]:
    """The port at which the pages are served, by processes of their own as in production."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    running = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(port), "--workers", str(WORKERS), "--blocking-threads", "4",
            "--log-level", "warning", "wayhome.config.wsgi:application",
        ],
        env=os.environ,
        stdout=sys.stderr,
    )  # fmt: skip
    try:
        until = time.monotonic() + UP_WITHIN
        while time.monotonic() < until:
            with socket.socket() as there:
                if there.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield port
    finally:
        running.terminate()
        running.wait(20)


def _asked(port: int, pages: Sequence[Page], *, turns: int) -> Mapping[str, list[float]]:
    """Milliseconds of each page for one person. Raises RuntimeError for any other answer."""
    took: dict[str, list[float]] = defaultdict(list)
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for _turn in range(turns):
        for page in pages:
            began = time.perf_counter()
            line.request("GET", page.path, headers={"Cookie": page.cookie, "Host": "localhost"})
            answer = line.getresponse()
            body = answer.read()
            took[page.name].append((time.perf_counter() - began) * 1000)
            if answer.status != HTTPStatus.OK:
                raise RuntimeError(f"{page.name}: {answer.status}: {body[:300]!r}")
    line.close()
    return took
