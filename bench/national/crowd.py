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

from bench.national.pages import Page

UP_WITHIN = 60
WORKERS = 2
WARM_UP = 3  # rounds of all pages, by one person
Took = Mapping[str, list[float]]


def asked(
    port: int, pages: Sequence[Page], *, users: int, times: int, pause: float
) -> dict[str, dict[str, float]]:
    """Milliseconds of each page, middle and 95th of a hundred.

    So many people each ask for every page so many times, each begun at another one, and wait for
    so many seconds after each answer: twenty with a pause of one are some twenty pages a second.
    """
    _one(port, pages, turns=WARM_UP, pause=0)
    with ThreadPoolExecutor(users) as hands:
        each = hands.map(
            lambda nth: _one(port, _from(pages, nth), turns=times, pause=pause), range(users)
        )
        took = _together(each)
    return {name: {"p50": median(of), "p95": percentile(of, 95)} for name, of in took.items()}


def percentile(values: Sequence[float], percent: int) -> float:
    """So many of a hundred took no longer."""
    return quantiles(values, n=100)[percent - 1]


def _together(each: Iterator[Took]) -> Took:
    took: dict[str, list[float]] = defaultdict(list)
    for one in each:
        for name, values in one.items():
            took[name] += values
    return took


def _from(pages: Sequence[Page], nth: int) -> Sequence[Page]:
    """The pages, begun at another one by each person."""
    first = nth % len(pages)
    return [*pages[first:], *pages[:first]]


def _one(port: int, pages: Sequence[Page], *, turns: int, pause: float) -> Took:
    """Milliseconds of each page for one person. Raises RuntimeError for any other answer."""
    took: dict[str, list[float]] = defaultdict(list)
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for _turn in range(turns):
        for page in pages:
            began = time.perf_counter()
            line.request(page.method, page.path, page.body, {**page.headers, "Host": "localhost"})
            answer = line.getresponse()
            body = answer.read()
            took[page.name].append((time.perf_counter() - began) * 1000)
            if answer.status != HTTPStatus.OK:
                raise RuntimeError(f"{page.name}: {answer.status}: {body[:300]!r}")
            time.sleep(pause)
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
            time.sleep(0.1)
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
