"""Asking the service as a program of a partner does: again, under the same key, until it answers.

A refusal is an answer that no run expects, and is raised. That nobody is there, that the line
breaks, that the service says it cannot now: then it is asked again.
"""

import http.client
import json
import time
from dataclasses import dataclass
from http import HTTPStatus

ANSWERS_WITHIN = 15  # seconds, for one try
TRIED_FOR = 120  # seconds, in all
PAUSE = 0.1
AGAIN = frozenset({429, 500, 502, 503, 504})


class NotAnswered(RuntimeError):
    """Nothing was answered for as long as it was tried."""


class Refused(RuntimeError):
    """An answer that no report and no acknowledgement of these runs should get."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered in the end, and how many times it was asked."""

    code: int
    body: bytes
    tries: int

    def read(self) -> dict[str, object]:
        """The answer as what it says."""
        said: dict[str, object] = json.loads(self.body)
        return said


@dataclass(frozen=True, slots=True)
class Asker:
    """One program with a token, and where it asks."""

    port: int
    token: str

    def get(self, path: str) -> Answer:
        """What stands there."""
        return self._until_answered("GET", path, None, {})

    def post(self, path: str, said: object, *, key: str = "") -> Answer:
        """What is answered to this, sent under one key however often."""
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        return self._until_answered("POST", path, json.dumps(said).encode(), headers)

    def _until_answered(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> Answer:
        until, tries = time.monotonic() + TRIED_FOR, 0
        while time.monotonic() < until:
            tries += 1
            try:
                code, said = self._once(method, path, body, headers)
            except (OSError, http.client.HTTPException):
                code, said = HTTPStatus.SERVICE_UNAVAILABLE, b""
            if code in AGAIN:
                time.sleep(PAUSE)  # as a client that tries again does
                continue
            if code >= HTTPStatus.BAD_REQUEST:
                raise Refused(f"{method} {path}: {code}: {said[:500]!r}")
            return Answer(code, said, tries)
        raise NotAnswered(f"{method} {path}")

    def _once(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWERS_WITHIN)
        try:
            line.request(
                method, f"/api/v1{path}", body, {"Authorization": f"Bearer {self.token}"} | headers
            )
            answered = line.getresponse()
            return answered.status, answered.read()
        finally:
            line.close()
