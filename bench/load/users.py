"""People who look at pages while others report: each walks as their post walks, again and again."""

import http.client
import random
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

TIMEOUT = 30  # seconds
EPISODE = re.compile(rb'href="(/episodes/[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]/)"')
# What each post looks at in turn; EPISODE stands for one of those on the list they saw last.
ONE_OF_THEM = "an episode"
WALKS: Mapping[str, Sequence[str]] = {
    "ines": ("/episodes/", ONE_OF_THEM, "/notices/", ONE_OF_THEM),
    "tomas": ("/episodes/", ONE_OF_THEM, ONE_OF_THEM),
    "callum": ("/episodes/?state=all", ONE_OF_THEM, "/on-duty/"),
    "nadia": ("/episodes/", "/notices/", ONE_OF_THEM),
    "hana": ("/interviews/", "/episodes/", ONE_OF_THEM),
    "joss": ("/episodes/", "/report/"),
    "femi": ("/episodes/", ONE_OF_THEM, "/notices/"),
    "carys": ("/interviews/", "/episodes/", ONE_OF_THEM),
}


@dataclass(slots=True)
class Answered:
    """How long each kind of page took, in seconds, and what was not answered as it must be."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, seconds: float) -> None:
        """One more page of this kind."""
        with self.lock:
            self.took[kind].append(seconds)

    def fail(self, kind: str, why: object) -> None:
        """One that was not answered, or not as it must be."""
        with self.lock:
            self.wrong[f"{kind}: {why}"] += 1


class User(threading.Thread):
    """Somebody at a screen, who looks at one page after another with a pause between."""

    def __init__(
        self, name: str, *, port: int, cookie: str, pause: float, answered: Answered
    ) -> None:
        """Who they are; they begin when they are started."""
        super().__init__(daemon=True)
        self.walk = WALKS[name]
        self.port, self.cookie, self.pause, self.answered = port, cookie, pause, answered
        self.is_over = threading.Event()
        self._seen: list[str] = []
        self._dice = random.Random(name)  # noqa: S311  # chance that can be had again

    def run(self) -> None:
        """Look, until it is over."""
        while not self.is_over.is_set():
            for each in self.walk:
                self._look(each)
                if self.is_over.wait(self.pause * self._dice.uniform(0.5, 1.5)):
                    return

    def _look(self, kind: str) -> None:
        path = kind
        if kind == ONE_OF_THEM:
            if not self._seen:
                return
            path = self._dice.choice(self._seen)
        began = time.monotonic()
        try:
            code, body = _get(self.port, path, self.cookie)
        except (OSError, http.client.HTTPException) as problem:
            self.answered.fail(kind, type(problem).__name__)
            return
        self.answered.add(kind, time.monotonic() - began)
        if code != HTTPStatus.OK:
            self.answered.fail(kind, code)
        if found := EPISODE.findall(body):
            self._seen = sorted({each.decode() for each in found})


def _get(port: int, path: str, cookie: str) -> tuple[int, bytes]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        line.request("GET", path, headers={"Cookie": cookie})
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()


def users(
    cookie_of: Callable[[str], str], *, number: int, port: int, pause: float, answered: Answered
) -> list[User]:
    """So many people: every walk is walked, and then again by others of the post."""
    names = list(WALKS)
    cookies = {name: cookie_of(name) for name in names}
    return [
        User(
            names[nth % len(names)],
            port=port,
            cookie=cookies[names[nth % len(names)]],
            pause=pause,
            answered=answered,
        )
        for nth in range(number)
    ]
