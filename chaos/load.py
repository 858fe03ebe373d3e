"""The load: who reports, who acknowledges, and a screen that is open. All of it is invented.

Each report is of a child nobody knows, and bears its own key where a police reference would stand,
so that it is found again in the tables without asking the service.
"""

import http.client
import itertools
import json
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from chaos.asking import Answer, Asker, NotAnswered, Refused

REPORTS = "/missing-reports"
HARROWFELL, EASTVALE = "Harrowfell Council", "Eastvale County Council"
COUNCIL_OF = {"asha": HARROWFELL, "joss": HARROWFELL, "wendy": HARROWFELL, "marek": EASTVALE}
EVERYTHING = ""  # in place of a reference
NUMBERS = itertools.count()
FOLLOWS_WITHIN = 90  # seconds, until what was received is recorded


@dataclass(frozen=True, slots=True)
class Reported:
    """One report as it was sent, and what was answered in the end."""

    key: str
    caller: str
    answer: Answer

    @property
    def is_recorded(self) -> bool:
        """Whether it was answered with its reference; otherwise it was received, to follow."""
        return self.answer.code == http.HTTPStatus.CREATED


def report(key: str, *, council_id: str, age: int = 14) -> dict[str, object]:
    """A report of an invented child."""
    name = f"Child{next(NUMBERS)}-{key[:8]}"
    return {
        "reporter": {"name": "Sam Sample", "telephone": "01632 960001"},
        "child": {"given_name": name, "family_name": "Example", "age_stated": age},
        "why_worried": "Not home, and the telephone is off.",
        "police_reference": key,
        "council_id": council_id,
    }


def followed(asker: Asker, key: str) -> Answer:
    """What is answered in the end to whoever asks by the key of a report. Raises NotAnswered."""
    until = time.monotonic() + FOLLOWS_WITHIN
    while time.monotonic() < until:
        answer = asker.get(f"{REPORTS}/submitted/{key}")
        if answer.code == http.HTTPStatus.OK:
            return answer
        time.sleep(0.3)  # asked over HTTP, which tells nobody when it is recorded
    raise NotAnswered(key)


class Hand:
    """Somebody who does the same thing again and again, until told to stop."""

    def __init__(self, do: Callable[[], None], *, pause: float) -> None:
        self._do, self._pause = do, pause
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self.problem: BaseException | None = None

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is in hand, and raise whatever was met."""
        self._is_over.set()
        self._thread.join()
        if self.problem is not None:
            raise self.problem

    def _work(self) -> None:
        try:
            while not self._is_over.is_set():
                self._do()
                self._is_over.wait(self._pause)
        except Exception as problem:  # noqa: BLE001  # raised where the hand is stopped
            self.problem = problem


@dataclass(slots=True)
class Reporter:
    """One program that reports. `made` is what it was answered; `unanswered` what it gave up."""

    caller: str
    asker: Asker
    council_id: str
    made: list[Reported] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)

    def report(self) -> None:
        """Report one child, under one key, until it is acknowledged."""
        key = str(uuid.uuid4())
        said = report(key, council_id=self.council_id)
        try:
            answer = self.asker.post(REPORTS, said, key=key)
        except NotAnswered:
            self.unanswered.append(key)
            return
        self.made.append(Reported(key, self.caller, answer))


@dataclass(slots=True)
class Inspector:
    """Somebody who acknowledges what waits for their post.

    `had` are the notices they have; `gone` those that were shown to them and then were not there.
    """

    asker: Asker
    had: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    def acknowledge(self) -> None:
        """Acknowledge the newest three that wait."""
        with suppress(NotAnswered):
            waiting = self.asker.get("/notices?acknowledged=false&limit=3").read()["notices"]
            for notice in waiting:  # type: ignore[attr-defined]  # a list, by its schema
                self._acknowledge(notice["id"])

    def _acknowledge(self, notice_id: str) -> None:
        try:
            self.asker.post(f"/notices/{notice_id}/acknowledge", {})
        except Refused:
            self.gone.append(notice_id)
        else:
            self.had.append(notice_id)

    def shown(self) -> list[dict[str, str]]:
        """Every notice that is shown to them, page after page."""
        found: list[dict[str, str]] = []
        cursor = ""
        while True:
            page = self.asker.get(f"/notices?acknowledged=any&limit=100{cursor}").read()
            found += page["notices"]  # type: ignore[arg-type]  # a list, by its schema
            if not page["next_cursor"]:
                return found
            cursor = f"&cursor={page['next_cursor']}"


@dataclass(slots=True)
class Screen:
    """An open screen that comes back when its line breaks.

    `told` are the references it heard; EVERYTHING asks for the whole page. It `knows` while its
    line has said that it is up to date. `event` is what it hears now.
    """

    port: int
    cookie: str
    told: set[str] = field(default_factory=set)
    opened: int = 0
    event: str = ""
    knows: bool = False
    is_over: bool = False

    def stop(self) -> None:
        """Listen no longer than to the next word."""
        self.is_over = True

    def watch(self) -> None:
        """Listen until the line breaks."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=12)
        try:
            line.request("GET", "/stream", headers={"Cookie": self.cookie})
            answered = line.getresponse()
            if answered.status != http.HTTPStatus.OK:
                return
            self.opened += 1
            while not self.is_over and (said := answered.readline()):
                self._hear(said)
        except (OSError, http.client.HTTPException):
            return
        finally:
            self.knows = False
            line.close()

    def is_up_to_date(self, *, within: float) -> bool:
        """Whether in so many seconds its line has said so: it is told of each change from then."""
        return _comes_true(lambda: self.knows, within=within)

    def has_heard(self, reference: str, *, within: float) -> bool:
        """Whether in so many seconds it is told of this episode, or to ask for the whole page."""
        return _comes_true(lambda: bool(self.told & {reference, EVERYTHING}), within=within)

    def _hear(self, said: bytes) -> None:
        name, _colon, rest = said.decode().partition(": ")
        if name == "event":
            self.event = rest.strip()
        elif name == "data" and self.event == "changed":
            self.told.add(json.loads(rest)["episode"])
        elif name == "data" and self.event == "beat":
            self.knows = True


def _comes_true(asked: Callable[[], bool], *, within: float) -> bool:
    """Whether it is so in so many seconds; another thread has it so."""
    until = time.monotonic() + within
    while not asked():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)  # that thread reads lines, and tells nobody
    return True
