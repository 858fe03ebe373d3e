"""A child sealed through the API, everything that stands on the seal, and each route about it."""

import json
from dataclasses import dataclass
from functools import cache

from django.test import Client
from tests.interfaces.api import calling
from tests.interfaces.api.calling import Callers, after

from wayhome.interfaces.api.v1 import urls
from wayhome.journey import word_of_sealed
from wayhome.platform import clock
from wayhome.records.children.models import Child
from wayhome.records.episodes.models import Episode
from wayhome.records.protection.models import Word

SEARCH = {"Wayhome-Purpose": "search"}
# Leon and Dina may seal, of two agencies; the inspectors own the episode; the others assess.
NAMED = ("dina", "ines", "tomas", "nadia")
NOWHERE = "22222-22222-2"
BORN = "2011-05-05"
SOME_ID = "00000000-0000-0000-0000-000000000001"
METHODS = ("get", "post", "put", "patch", "delete")


def ids(callers: Callers, *usernames: str) -> list[str]:
    """The identifiers of these people, as they are sent."""
    return [str(callers.cast.people[each]) for each in usernames]


def missing(callers: Callers, *, key: str = "one") -> str:
    """The reference of a child who is missing from Larch House."""
    return Episode.objects.get(reference=calling.reported(callers, key=key)).child.reference


def seal(callers: Callers, reference: str, *, by: str = "leon", named=NAMED) -> str:
    """The record is sealed to a list; the seal."""
    said = {"kind": "witness", "why": "A witness in a trial", "named": ids(callers, *named)}
    here = f"/children/{reference}/protection/seals"
    return callers.done(by, here, said, at=after(1))["made_id"]


@dataclass
class Sealed:
    """A sealed child, with what waits and what is joined."""

    reference: str
    seal_id: str
    lowering_id: str
    join_id: str
    other: str
    on_the_list: str


def sealed(callers: Callers) -> Sealed:
    """A sealed child joined with another record, and somebody asks to lift the seal."""
    reference, other = missing(callers), missing(callers, key="two")
    said = {"reference": other, "why": "The court order names both"}
    here = f"/children/{reference}/protection"
    join_id = callers.done("leon", f"{here}/joins", said, at=after(1))["made_id"]
    seal_id = seal(callers, reference)
    lift = {"why": "The trial is over"}
    asked = callers.done("leon", f"{here}/seals/{seal_id}/lift", lift, at=after(2))
    [nadia] = ids(callers, "nadia")
    return Sealed(reference, seal_id, asked["made_id"], join_id, other, nadia)


def bodies(callers: Callers, there: Sealed) -> dict[str, dict]:
    """What is sent to each route, by the end of its address: all of it right."""
    why = {"why": "Because"}
    text = {"text": "Told by a neighbour", "readers": []}
    return {
        "seals": {"kind": "witness", "why": "A trial", "named": ids(callers, *NAMED)},
        "lift": why,
        "take-off": why,
        "names": {**why, "practitioner_id": ids(callers, "priya")[0]},
        "joins": {**why, "reference": there.other},
        "part": why,
        "destruction": why,
        "addresses": {
            **why,
            "text": "1 Nowhere Lane",
            "kept_from": "Her uncle",
            "since": "2026-01-01T00:00:00Z",
        },
        "sources": text,
        "advice": text,
    }


@cache
def routes(start: str) -> dict[str, set[str]]:
    """Every address of the API that begins so, with its methods, from its own description."""
    paths = urls.api.get_openapi_schema(path_prefix="/")["paths"]
    return {path: set(methods) for path, methods in paths.items() if path.startswith(start)}


def filled(path: str, there: Sealed, *, reference: str) -> str:
    """The address with what there is in its places."""
    return path.format(
        reference=reference,
        seal_id=there.seal_id,
        lowering_id=there.lowering_id,
        join_id=there.join_id,
        practitioner_id=there.on_the_list,
    )


def sent(callers: Callers, who: str, method: str, address: str, body: object, *, at=None):
    """What any method is answered, as far as anybody could tell two answers apart."""
    headers = {"Authorization": f"Bearer {callers.token(who)}", **SEARCH}
    with clock.at(at or after(3)):
        answer = getattr(Client(), method)(
            calling.BASE + address,
            content_type="application/json",
            headers=headers,
            **({} if body is None or method == "get" else {"data": json.dumps(body)}),
        )
    return answer.status_code, answer.content, dict(answer.headers)


def told_apart(callers: Callers, there: Sealed, who: str) -> list[tuple]:
    """Each call in which the sealed child is answered of otherwise than one nobody knows.

    And each that is right in shape and not answered by 404. A word of it is in `bodies`.
    """
    found = []
    right = bodies(callers, there)
    for path, methods in routes("/children/{reference}/protect").items():
        known = filled(path, there, reference=there.reference)
        unknown = filled(path, there, reference=NOWHERE)
        for method in METHODS:
            for body in (right.get(path.rsplit("/", 1)[1]), {}, {"x": 1}, None):
                one, other = (sent(callers, who, method, each, body) for each in (known, unknown))
                is_right = method in methods and body == right.get(path.rsplit("/", 1)[1])
                if one != other or (is_right and one[0] != 404):
                    found.append((method, path, one[0], other[0]))
    return found


def word(callers: Callers, reference: str, *, times: int = 1) -> list[Word]:
    """Word of the sealed child: a home of another area reports a child of the same name."""
    if not Child.objects.get(reference=reference).date_of_birth:
        said = {"child": {"date_of_birth": BORN}, "supplied_by": "the council"}
        callers.done("leon", f"/children/{reference}/details", said, at=after(1))
    for number in range(times):
        report = {
            "reporter": {"name": "Somebody", "telephone": "01632 960001"},
            "why_worried": "Not home",
            "child": {"given_name": "Amira", "family_name": "Example", "date_of_birth": BORN},
            "council_id": str(callers.cast.agencies["Eastvale County Council"]),
        }
        key = f"word-{number}-{Word.objects.count()}"
        callers.done("tariq", "/missing-reports", report, at=after(2), Idempotency_Key=key)
    word_of_sealed.gather(now=after(2))
    return list(Word.objects.order_by("recorded_at", "id"))
