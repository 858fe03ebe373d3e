"""So many people who ask at once, each again after a pause, and how long each answer took."""

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
from http import HTTPStatus
from statistics import median, quantiles
from typing import NamedTuple

from bench.national.page import Page

UP_WITHIN = 60
WORKERS = 2
WARM_UP = 6  # rounds of all pages, by one person
Took = Mapping[tuple[str, str], list[float]]  # by service and page


class Served(NamedTuple):
    """One service that runs: its name, its port, and what is asked of it."""

    name: str
    port: int
    pages: Sequence[Page]


Ask = tuple[str, int, Page]


def asked(
    found: Sequence[Served], *, users: int, times: int, pause: float
) -> dict[str, dict[str, dict[str, float]]]:
    """Milliseconds of each page by its service, middle and 95th of a hundred.

    So many people each ask for every page so many times, each begun at another one, and wait for
    so many seconds after each answer: twenty with a pause of one are some twenty pages a second.
    What several services have is asked of one right after the other, so that all meet the same
    machine at the same moment.
    """
    asks = _in_turn(found)
    _one(asks, turns=WARM_UP, pause=0)
    with ThreadPoolExecutor(users) as hands:
        each = hands.map(lambda nth: _one(_from(asks, nth), turns=times, pause=pause), range(users))
        took = _together(each)
    said: dict[str, dict[str, dict[str, float]]] = {one.name: {} for one in found}
    for (service, page), of in took.items():
        said[service][page] = {"p50": median(of), "p95": percentile(of, 95)}
    return said


def _in_turn(found: Sequence[Served]) -> list[Ask]:
    """Every page of every service, alike ones together."""
    names = dict.fromkeys(page.name for one in found for page in one.pages)
    return [
        (one.name, one.port, page)
        for name in names
        for one in found
        for page in one.pages
        if page.name == name
    ]


def percentile(values: Sequence[float], percent: int) -> float:
    """So many of a hundred took no longer."""
    return quantiles(values, n=100)[percent - 1]


def _together(each: Iterator[Took]) -> Took:
    took: dict[tuple[str, str], list[float]] = defaultdict(list)
    for one in each:
        for name, values in one.items():
            took[name] += values
    return took


def _from(asks: Sequence[Ask], nth: int) -> Sequence[Ask]:
    """The pages, begun at another one by each person."""
    first = nth * 2 % len(asks)
    return [*asks[first:], *asks[:first]]


def _one(asks: Sequence[Ask], *, turns: int, pause: float) -> Took:
    """Milliseconds of each page for one person. Raises RuntimeError for any other answer."""
    took: dict[tuple[str, str], list[float]] = defaultdict(list)
    lines = {port: http.client.HTTPConnection("127.0.0.1", port, timeout=60) for _, port, _ in asks}
    for _turn in range(turns):
        for service, port, page in asks:
            line, began = lines[port], time.perf_counter()
            line.request(page.method, page.path, page.body, {**page.headers, "Host": "localhost"})
            answer = line.getresponse()
            body = answer.read()
            took[service, page.name].append((time.perf_counter() - began) * 1000)
            if answer.status != HTTPStatus.OK:
                raise RuntimeError(f"{page.name}: {answer.status}: {body[:300]!r}")
            time.sleep(pause)  # as long as the person looks at what came
    for line in lines.values():
        line.close()
    return took


@contextmanager
def served() -> Iterator[int]:
    """The port at which the pages are served, by processes of their own as in production."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    with running(
        "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(WORKERS), "--blocking-threads", "4", "--log-level", "warning",
        "wayhome.config.wsgi:application",
    ):  # fmt: skip
        until = time.monotonic() + UP_WITHIN
        while time.monotonic() < until:
            with socket.socket() as there:
                if there.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)  # a program that starts tells nobody
        yield port


@contextmanager
def running(module: str, *words: str) -> Iterator[None]:
    """A program of the service, ended afterwards."""
    program = subprocess.Popen(
        [sys.executable, "-m", module, *words], env=os.environ, stdout=sys.stderr
    )
    try:
        yield
    finally:
        program.terminate()
        program.wait(20)
