"""What is measured: five things people and systems do all day, as each is asked for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from bench import loading, measuring
from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import partnership_formed, signing_in
from wayhome.platform import clock
from wayhome.platform.sessions import SessionStore
from wayhome.records.episodes.models import Episode
from wayhome.records.practitioners import queries as practitioners
from wayhome.rules.vocabulary import Purpose
from wayhome.stages.response import queries as response

READ = 200  # what a page that is read is answered with
WHO = "ines"  # a duty inspector: the force's list, its owner's notices


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that is measured, and the most times the floor it may take."""

    name: str
    ask: Callable[[int], measuring.Asked]
    target: float | None
    expected: int = 200


def signed_in(who: UUID, *, child_ids: Iterable[str] = (), now: datetime) -> dict[str, str]:
    """The cookie of a session that has stated why it opens these children's records."""
    person = practitioners.one(who)
    if person is None:
        raise RuntimeError(str(who))
    until = (now + timedelta(days=1)).isoformat()
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["purposes"] = {key: [str(Purpose.SEARCH), "", until] for key in child_ids}
    session.create()
    token = session.session_key or ""
    signing_in.begun(person.pk, token=token, device="bench", now=clock.now())
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}


def things(cast: casting.Cast, *, longest: Episode, now: datetime) -> list[Thing]:
    """What is measured, in an order in which the early ones change nothing."""
    child = longest.child
    cookie = signed_in(cast.people[WHO], child_ids=[str(child.id)], now=now)
    lasts = timedelta(days=1)
    handler, inspector = (
        {
            "Authorization": "Bearer "
            + partnership_formed.token(cast.people[who], label="bench", now=now, lasts=lasts)
        }
        for who in ("asha", WHO)
    )
    waiting = response.waiting_notices(cast.viewer(WHO, now=now))
    notices = list(waiting.values_list("id", flat=True)[: measuring.WARM_UP + measuring.TIMES])
    council = str(cast.agencies["Harrowfell Council"])
    return [
        Thing("open episodes, 50 rows", _get("/episodes/?scope=all", cookie), 4.0),
        Thing("episode, 60 facts", _get(f"/episodes/{longest.reference}/", cookie), 6.0),
        Thing("child", _get(f"/children/{child.reference}/", cookie), None),
        Thing(
            "acknowledge a notice",
            lambda turn: measuring.Asked(
                f"/api/v1/notices/{notices[turn % len(notices)]}/acknowledge",
                "POST",
                {**inspector, "Idempotency-Key": str(uuid4())},
                {},
            ),
            None,
            201,
        ),
        Thing("submit a missing report", _submit(handler, council=council, now=now), 6.0, 201),
    ]


def _get(path: str, cookie: dict[str, str]) -> Callable[[int], measuring.Asked]:
    return lambda _turn: measuring.Asked(path, headers=cookie)


def _submit(
    token: dict[str, str], *, council: str, now: datetime
) -> Callable[[int], measuring.Asked]:
    run = int(now.timestamp())  # a child nobody knows yet, also when what was loaded is kept

    def ask(turn: int) -> measuring.Asked:
        said = {
            "reporter": {"name": "Sam Sample", "telephone": "01632 960001"},
            "why_worried": "Not home, and the telephone is off.",
            "child": {
                "given_name": f"Bench{run}and{turn}",
                "family_name": loading.FAMILY[turn % 5],
                "date_of_birth": f"{2010 + turn % 5}-05-17",
            },
            "last_seen_at": (now - timedelta(hours=2)).isoformat(),
            "last_seen_place": "Town square",
            "council_id": council,
        }
        headers = {**token, "Idempotency-Key": str(uuid4())}
        return measuring.Asked("/api/v1/missing-reports", "POST", headers, said)

    return ask


def floor(cast: casting.Cast, *, now: datetime) -> measuring.Asked:
    """The floor, signed in as the same person."""
    return measuring.Asked("/floor/", headers=signed_in(cast.people[WHO], now=now))
