"""Taking a report from a program while the database cannot be reached or trusted.

Whose token it is cannot be asked then. The journal holds the token's digest, as a claim; it is
looked up before anything is recorded. Nothing is answered that the token would have to be good for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from pydantic import ValidationError

from wayhome.interfaces.api.v1 import auth, doing, parsing, problems, wrong
from wayhome.interfaces.api.v1.schemas import reports as schemas
from wayhome.platform import clock
from wayhome.platform.journal import keeping
from wayhome.platform.models import new_id
from wayhome.records.practitioners import viewers

WAY = "api"
REPORTS = "/api/v1/missing-reports"
SUBMITTED = f"{REPORTS}/submitted/"


@dataclass(frozen=True, slots=True)
class Kept:
    """One report of a program that waits to be recorded."""

    id: UUID
    key: str
    digest: str
    said: schemas.MissingReportSaid
    received_at: datetime


def answer(request: HttpRequest) -> HttpResponse | None:
    """What is answered where reports are sent, and where they are asked for; None elsewhere."""
    is_report = request.method == "POST" and request.path_info == REPORTS
    asks = request.method == "GET" and request.path_info.startswith(SUBMITTED)
    if not is_report and not asks:
        return None
    digest = _digest(request)
    if digest is None:
        return problems.answer(problems.WHO_ARE_YOU)
    if asks:
        key = request.path_info.removeprefix(SUBMITTED)
        found = held(key, digest=digest)
        return None if found is None else _received(key, found.received_at)
    return _take(request, digest=digest)


def _take(request: HttpRequest, *, digest: str) -> HttpResponse:
    now = clock.now()
    try:
        key = doing.key_needed(request)
        body = parsing.ExactParser().parse_body(request)
        schemas.MissingReportSaid.model_validate(body)
    except problems.NotUnderstood as problem:
        return problems.answer(problems.NOT_UNDERSTOOD, found=problem.problems)
    except ValidationError as problem:
        errors = [{**each, "loc": ("body", "said", *each["loc"])} for each in problem.errors()]
        return problems.answer(problems.NOT_UNDERSTOOD, found=wrong.in_words(errors))
    except ValueError:
        return problems.answer(problems.BAD_REQUEST)
    entry = {
        "id": str(new_id()),
        "way": WAY,
        "key": key,
        "digest": digest,
        "body": body,
        "received_at": now.isoformat(),
    }
    try:
        keeping.keep(entry, is_proved=hasattr(request, "auth"))
    except keeping.CannotBeKept:
        return problems.answer(problems.UNAVAILABLE)
    return _received(key, now)


def read(entry: Mapping[str, Any]) -> Kept:
    """An entry of the journal that a program sent."""
    return Kept(
        id=UUID(entry["id"]),
        key=entry["key"],
        digest=entry["digest"],
        said=schemas.MissingReportSaid.model_validate(entry["body"]),
        received_at=datetime.fromisoformat(entry["received_at"]),
    )


def held(key: str, *, digest: str) -> Kept | None:
    """What came under this key with this token and the journal still holds."""
    for entry in keeping.held().entries:
        if (entry["way"], entry["key"], entry["digest"]) == (WAY, key, digest):
            return read(entry)
    return None


def received(key: str, received_at: datetime) -> schemas.Received:
    """That a report was received and has no reference yet."""
    return schemas.Received(received_at=received_at, ask_at=f"{SUBMITTED}{key}")


def _received(key: str, received_at: datetime) -> HttpResponse:
    answer = HttpResponse(
        received(key, received_at).model_dump_json(),
        content_type="application/json",
        status=HTTPStatus.ACCEPTED,
    )
    answer.headers["Retry-After"] = str(problems.RETRY_AFTER)
    return answer


def _digest(request: HttpRequest) -> str | None:
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    is_token = kind.casefold() == auth.PractitionerToken.openapi_scheme and token.strip()
    return viewers.digest_of(token.strip()) if is_token else None
