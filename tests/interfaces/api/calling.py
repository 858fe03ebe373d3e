"""People who call the API: each with a token of their own, at a moment the test chooses."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.test import Client

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import partnership_formed
from wayhome.platform import clock

START = datetime(2026, 3, 10, 21, 0, tzinfo=UTC)
BASE = "/api/v1"


def after(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


@dataclass
class Callers:
    """The people of the rehearsal partnership, calling the API."""

    cast: casting.Cast
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, username: str) -> str:
        """This person's token."""
        if username not in self.tokens:
            self.tokens[username] = partnership_formed.token(
                self.cast.people[username],
                label="tests",
                now=START - timedelta(days=1),
                lasts=timedelta(days=3650),
            )
        return self.tokens[username]

    def get(self, username: str, path: str, *, at: datetime = START, **headers: str):
        """What a GET is answered."""
        return self._send("get", username, path, None, at=at, headers=headers)

    def post(self, username: str, path: str, body=None, *, at: datetime = START, **headers: str):
        """What a POST is answered."""
        return self._send("post", username, path, body, at=at, headers=headers)

    def done(self, username: str, path: str, body=None, *, at: datetime = START, **headers: str):
        """A POST that must be recorded; its answer."""
        answer = self.post(username, path, body, at=at, **headers)
        assert answer.status_code == 201, answer.content
        return answer.json()

    def read(self, username: str, path: str, *, at: datetime = START, **headers: str):
        """A GET that must be answered; its answer."""
        answer = self.get(username, path, at=at, **headers)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def _send(self, method, username, path, body, *, at, headers):
        sent = {"Authorization": f"Bearer {self.token(username)}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        content = {} if body is None else {"data": json.dumps(body)}
        with clock.at(at):
            return getattr(Client(), method)(
                BASE + path, content_type="application/json", headers=sent, **content
            )


def introduced(callers: Callers, *, by: str = "joss") -> str:
    """A child cared for at Larch House by Harrowfell Council; the reference."""
    agencies = callers.cast.agencies
    return callers.done(
        by,
        "/children",
        {
            "child": {"given_name": "Amira", "family_name": "Example", "age_stated": 15},
            "arrangement": {
                "responsible_authority_id": str(agencies["Harrowfell Council"]),
                "placement_id": str(agencies["Larch House"]),
                "is_looked_after": True,
            },
            "contacts": [{"name": "Sara Example", "relationship": "mother"}],
        },
    )["reference"]


def a_report(**more) -> dict:
    return {
        "reporter": {"name": "Joss Amberley", "telephone": "01632 960001"},
        "why_worried": "Not back from school",
        "last_seen_at": iso(after(-3)),
        "last_seen_place": "Beckside bus station",
        **more,
    }


def reported(callers: Callers, *, key: str = "one", by: str = "joss") -> str:
    """A child missing from Larch House; the episode's reference."""
    child = introduced(callers)
    body = a_report(child_reference=child)
    return callers.done(by, "/missing-reports", body, Idempotency_Key=key)["reference"]
