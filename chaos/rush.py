"""Reports at a steady rate with five hundred screens open: how long until each is acknowledged.

Each is sent at its own moment, whether or not those before it were answered, and its time
counts from that moment. With every tenth the smallest question that reaches the records is asked:
the floor. Times are in seconds.
"""

import http.client
import selectors
import socket
import statistics
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from http import HTTPStatus

from chaos import load, setting_up
from chaos.asking import Asker, NotAnswered
from chaos.house import House

HANDS = 200
FLOOR_EVERY = 10  # reports: asked more often it would be load itself
FLOOR = "/health/ready"
OPENED_WITHIN = 120
AT_MOST = 2.0
OF_A_BROWSER = 5  # screens that one browser may have told of changes


@dataclass(slots=True)
class Rush:
    """What was sent, what was answered, and how long it took."""

    rate: int
    screens: int = 0
    screens_left: int = 0
    sent: int = 0
    recorded: int = 0
    received_to_follow: int = 0
    unanswered: int = 0
    tried_again: int = 0
    took: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)

    def is_well(self) -> bool:
        """Whether 99 of 100 were acknowledged in time, each at last, and no screen was let go."""
        return (
            not self.unanswered
            and _percentile(self.took, 99) <= AT_MOST
            and self.screens_left == self.screens
        )

    def as_dict(self) -> dict[str, object]:
        """For printing: percentiles in place of each time."""
        said = asdict(self)
        for name in ("took", "floor"):
            times = said.pop(name)
            said[name] = {f"p{each}": round(_percentile(times, each), 3) for each in (50, 95, 99)}
        return said


class Screens:
    """Open screens, each a line that is read and forgotten."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.open: set[socket.socket] = set()
        self._reading = selectors.DefaultSelector()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)

    def add(self, cookie: str) -> None:
        """Open one."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        line.sendall(
            f"GET /stream HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode()
        )
        if b" 200 " not in line.recv(4096):
            raise NotAnswered("a screen was not opened")
        line.settimeout(0)
        self.open.add(line)
        self._reading.register(line, selectors.EVENT_READ)

    def start(self) -> None:
        """Read what they are told."""
        self._thread.start()

    def stop(self) -> None:
        """Close them all."""
        self._is_over.set()
        self._thread.join()
        for each in self.open:
            each.close()

    def _read(self) -> None:
        while not self._is_over.is_set():
            for found, _events in self._reading.select(timeout=0.5):
                line = found.fileobj
                if isinstance(line, socket.socket) and not line.recv(65536):
                    self._reading.unregister(line)
                    self.open.discard(line)


def run(house: House, people: setting_up.People, *, rate: int, seconds: int, screens: int) -> Rush:
    """Open the screens, report at this rate for so long, and say how long each took."""
    rush = Rush(rate)
    opened = Screens(house.stream_port)
    cookies = setting_up.more_cookies(-(-screens // OF_A_BROWSER))
    for number in range(screens):
        opened.add(cookies[number // OF_A_BROWSER])
    rush.screens = len(opened.open)
    opened.start()
    try:
        _send(house, people, rush, seconds=seconds)
        rush.screens_left = len(opened.open)
    finally:
        opened.stop()
    return rush


def _send(house: House, people: setting_up.People, rush: Rush, *, seconds: int) -> None:
    askers = [
        (Asker(house.port, token), people.councils[load.COUNCIL_OF[name]])
        for name, token in people.callers.items()
    ]
    began = time.monotonic() + 0.5
    with ThreadPoolExecutor(HANDS) as hands:
        for number in range(rush.rate * seconds):
            at = began + number / rush.rate
            asker, council_id = askers[number % len(askers)]
            time.sleep(max(0.0, at - time.monotonic()))  # so many a second, evenly
            hands.submit(_report, asker, council_id, rush, at)
            if number % FLOOR_EVERY == 0:
                hands.submit(_timed, lambda: _floor(house.port), rush.floor, at)
            rush.sent += 1


def _report(asker: Asker, council_id: str, rush: Rush, at: float) -> None:
    key = str(uuid.uuid4())
    said = load.report(key, council_id=council_id)
    try:
        answer = asker.post(load.REPORTS, said, key=key)
    except NotAnswered:
        rush.unanswered += 1
        return
    rush.took.append(time.monotonic() - at)
    rush.tried_again += answer.tries > 1
    rush.recorded += answer.code == HTTPStatus.CREATED
    rush.received_to_follow += answer.code == HTTPStatus.ACCEPTED


def _timed(ask: Callable[[], None], times: list[float], at: float) -> None:
    ask()
    times.append(time.monotonic() - at)


def _floor(port: int) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", FLOOR)
    line.getresponse().read()
    line.close()


def _percentile(times: list[float], percent: int) -> float:
    return statistics.quantiles(times, n=100)[percent - 1] if len(times) > 1 else float("inf")
