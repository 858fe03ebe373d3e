"""Timing requests in this process, through the WSGI application and all of its middleware.

Each request to be measured is followed by one to the floor, so that both meet the same machine at
the same moment. Times are in milliseconds.
"""

import io
import json
import statistics
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from time import perf_counter

WARM_UP = 20
TIMES = 200

Application = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] | None = None
    body: object = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back, and how long it took."""

    code: int
    body: bytes
    took: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One thing measured beside the floor."""

    name: str
    episodes: int
    median: float
    p95: float
    floor_median: float
    floor_p95: float

    @property
    def ratio(self) -> float:
        """How many times the floor the median is."""
        return self.median / self.floor_median

    def as_dict(self) -> dict[str, object]:
        """For the file of results."""
        return asdict(self) | {"ratio": self.ratio}


def send(application: Application, asked: Asked) -> Answered:
    """One request, answered to its last byte."""
    body = json.dumps(asked.body).encode() if asked.body is not None else b""
    path, _, query = asked.path.partition("?")
    environ = {
        "REQUEST_METHOD": asked.method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
    }
    for name, value in (asked.headers or {}).items():
        environ["HTTP_" + name.upper().replace("-", "_")] = value
    codes: list[int] = []
    started = perf_counter()
    answer = application(environ, lambda code, _headers, _problem=None: codes.append(int(code[:3])))
    sent = b"".join(answer)  # type: ignore[call-overload]  # an iterable of bytes
    answer.close()  # type: ignore[attr-defined]  # Django's response
    return Answered(codes[0], sent, (perf_counter() - started) * 1000)


def measure(
    application: Application,
    name: str,
    *,
    ask: Callable[[int], Asked],
    floor: Asked,
    episodes: int,
    expected: int = 200,
) -> Measured:
    """Time a request and the floor in turn. Raises RuntimeError for an answer not expected."""
    took, floors = [], []
    for turn in range(WARM_UP + TIMES):
        answered = send(application, ask(turn))
        if answered.code != expected:
            raise RuntimeError(f"{name}: {answered.code}: {answered.body[:600]!r}")
        beside = send(application, floor)
        if turn >= WARM_UP:
            took.append(answered.took)
            floors.append(beside.took)
    return Measured(name, episodes, *_summed(took), *_summed(floors))


def _summed(took: list[float]) -> tuple[float, float]:
    return statistics.median(took), statistics.quantiles(took, n=20)[-1]
