"""Telling a running service what happens, each thing when its time has come."""

import http.client
import json
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from wayhome.interfaces.jobs.live.people import AREAS, Area, Telling
from wayhome.platform import clock
from wayhome.simulation.live import Happening, What

TRIES, PAUSE = 20, 0.5
TIMEOUT = 20  # seconds
ACKNOWLEDGED_EVERY = 20  # seconds: half of those whom something waits for look so often
AGAIN = {
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}


class NotThere(ValueError):
    """Nobody answers at that address."""


@dataclass(frozen=True, slots=True)
class Service:
    """Where the service answers."""

    address: str

    def ask(
        self, method: str, path: str, *, token: str, said: object = None, key: str = ""
    ) -> tuple[int, dict[str, object]]:
        """What is answered, tried again while it cannot be now. Raises NotThere."""
        for _try in range(TRIES):
            try:
                code, answer, after = self._once(method, path, token=token, said=said, key=key)
            except (OSError, http.client.HTTPException):
                code, answer, after = HTTPStatus.SERVICE_UNAVAILABLE, {}, PAUSE
            if code not in AGAIN:
                return code, answer
            time.sleep(after)  # as the service asked
        raise NotThere(f"nobody answers at {self.address}: start script/server first")

    def _once(
        self, method: str, path: str, *, token: str, said: object, key: str
    ) -> tuple[int, dict[str, object], float]:
        parts = urlsplit(self.address)
        kind = (
            http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        )
        line = kind(parts.hostname or "", parts.port, timeout=TIMEOUT)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        try:
            body = None if said is None else json.dumps(said)
            line.request(method, f"/api/v1/{path}", body, headers)
            answer = line.getresponse()
            content = answer.read()
            after = float(answer.getheader("Retry-After") or PAUSE)
            return answer.status, json.loads(content) if content else {}, after
        finally:
            line.close()


@dataclass(slots=True)
class Fed:
    """What was told, and what was refused and why."""

    told: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Feeder:
    """Tells the happenings of a country, so many of its seconds to one of ours."""

    service: Service
    telling: Telling
    speed: float
    show: Callable[[str], None]
    references: dict[int, str] = field(default_factory=dict)
    fed: Fed = field(default_factory=Fed)

    def feed(self, happenings: Iterable[Happening], *, seconds: float) -> Fed:
        """Tell each when its time has come, for so long. Raises NotThere."""
        began = time.monotonic()
        looked = began
        for each in happenings:
            due = began + each.at / self.speed
            while (now := time.monotonic()) < min(due, began + seconds):
                if now - looked > ACKNOWLEDGED_EVERY:
                    looked = now
                    self._acknowledge()
                time.sleep(min(0.2, max(due - now, 0)))  # nobody is waited for: the clock is
            if time.monotonic() >= began + seconds:
                break
            self.tell(each)
        return self.fed

    def tell(self, happening: Happening) -> None:
        """Tell one of them now."""
        area = AREAS[happening.area % len(AREAS)]
        if happening.what is What.REPORTED:
            self._report(happening, area)
            return
        reference = self.references.get(happening.absence)
        if reference is None:
            return  # it was reported before this began, or the report was refused
        path = f"episodes/{reference}/{happening.what.strip()}"
        who, said = self._said(happening, area)
        self._send(happening, path, who=who, said=said, about=reference)

    def _report(self, happening: Happening, area: Area) -> None:
        by_home = bool(happening.by_home and area.home)
        who = area.home if by_home else area.handler
        said = {
            **happening.said,
            "reporter": {"name": "Sam Sample", "telephone": "01632 960001"},
            "last_seen_at": _ago(minutes=90),
            "council_id": str(self.telling.agencies[area.council]),
        }
        answer = self._send(happening, What.REPORTED, who=who, said=said, about=area.council)
        reference = answer.get("reference")
        if isinstance(reference, str):
            self.references[happening.absence] = reference

    def _said(self, happening: Happening, area: Area) -> tuple[str, Mapping[str, object]]:
        """Who tells of it, and what is said of now."""
        who, has_moment = {
            What.ASSESSED_BY_POLICE: (area.sergeant, False),
            What.ASSESSED_BY_COUNCIL: (area.social_worker, False),
            What.SEEN: (area.handler, True),
            What.LOCATED: (area.sergeant, True),
            What.RETURNED: (area.sergeant, True),
            What.SEEN_BY_POLICE: (area.sergeant, True),
            What.REFERRED: (area.coordinator, False),
            What.OFFERED: (area.interviewing, True),
        }[happening.what]
        said = dict(happening.said)
        if has_moment:
            said["at"] = _ago(seconds=1)
        if happening.what is What.REFERRED:
            said["provider_id"] = str(self.telling.agencies[area.provider])
        return who, said

    def _send(
        self,
        happening: Happening,
        path: str,
        *,
        who: str,
        said: Mapping[str, object],
        about: str,
    ) -> dict[str, object]:
        name = happening.what.name.lower().replace("_", " ")
        code, answer = self.service.ask(
            "POST", path, token=self.telling.tokens[who], said=said, key=str(uuid.uuid4())
        )
        if code >= HTTPStatus.BAD_REQUEST:
            why = str(answer.get("detail") or answer.get("title") or code)
            self.fed.refused[f"{name}: {why}"] += 1
            return {}
        self.fed.told[name] += 1
        self.show(f"{name}: {answer.get('reference', about)}")
        return answer

    def _acknowledge(self) -> None:
        """Inspectors and social workers say "I have this" to the newest that waits for them."""
        for name in sorted(
            {each for area in AREAS for each in (area.inspector, area.social_worker)}
        ):
            token = self.telling.tokens[name]
            code, answer = self.service.ask(
                "GET", "notices?acknowledged=false&limit=1", token=token
            )
            waiting = answer.get("notices")
            if not isinstance(waiting, list):
                self.fed.refused[f"notices: {code}"] += 1
                continue
            for each in waiting:
                code, _answer = self.service.ask(
                    "POST", f"notices/{each['id']}/acknowledge", token=token
                )
                # Somebody else of the post may have it meanwhile: that is no refusal of ours.
                is_done = code < HTTPStatus.BAD_REQUEST or code == HTTPStatus.CONFLICT
                (self.fed.told if is_done else self.fed.refused)["acknowledged"] += 1


def _ago(*, minutes: int = 0, seconds: int = 0) -> str:
    return (clock.now() - timedelta(minutes=minutes, seconds=seconds)).isoformat()
