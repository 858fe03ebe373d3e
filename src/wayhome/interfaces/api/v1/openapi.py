"""What the API says of itself, in OpenAPI 3.1: every answer, also every problem, in plain words."""

from typing import Any

from wayhome.interfaces.api.v1 import auth, doing, problems
from wayhome.interfaces.api.v1.schemas import answers, reports
from wayhome.rules.vocabulary import Purpose

DESCRIPTION = """\
Everything that can be done on Wayhome's pages: report a child missing, assess, agree, find,
bring home, hear, help, close.

**Signing in.** Send `Authorization: Bearer …` with each request. A token belongs to one
practitioner in one agency and does what that person may do. A browser session does not count.

**Why.** A child's record is opened for a purpose, said in the header `Wayhome-Purpose`. Every
look and every refusal is entered in a ledger.

**Problems** are RFC 9457 documents that say what to do. What you may not know of is answered
just like what does not exist.

**Once.** A missing report needs an `Idempotency-Key`; any other POST about an episode may carry
one. Sent again with the same key, a thing is done once and the answer is the same.

**Times** are UTC, as `2026-03-10T18:00:00Z`; send any moment with its zone. References are read
with or without their dashes.
"""
TAGS = {
    "Missing reports": "A child is reported missing.",
    "Episodes": "One time missing each, from the report to closure.",
    "Risk": "Two keys: each side assesses, then both agree.",
    "Response": "Steps, duties, reviews, the family, handovers.",
    "Search": "Sightings and hypotheses.",
    "Found": "Five moments with five owners.",
    "Return home interview": "Offered within 72 hours of the return.",
    "Support": "Help that is kept.",
    "Corrections": "What was recorded wrongly; the first is kept.",
    "Children": "Children's own records.",
    "Protection": "Sealed records, joined records, and text that is kept enciphered.",
    "Sealed inbox": "What came in of sealed children, for those on their lists.",
    "Waiting for my posts": "What your posts must do and have been told.",
    "Look-ups": "Agencies, posts, people, words and the protocol.",
}
EXTRA = {
    "tags": [{"name": name, "description": words} for name, words in TAGS.items()],
    "info": {"license": {"name": "MIT", "identifier": "MIT"}},
}
PURPOSE_HEADER = {
    "in": "header",
    "name": auth.PURPOSE,
    "required": False,
    "description": "Why a child's record is opened. Needed to open one.",
    "schema": {"type": "string", "enum": list(Purpose)},
}
REASON_HEADER = {
    "in": "header",
    "name": auth.REASON,
    "required": False,
    "description": "The reason in words, for the ledger.",
    "schema": {"type": "string", "maxLength": auth.REASON_MAX_LENGTH},
}
KEY_HEADER = {
    "in": "header",
    "name": doing.KEY,
    "required": False,
    "description": "A key of your own for this one thing; repeat it only to retry.",
    "schema": {"type": "string", "pattern": doing.KEY_PATTERN},
}
KEYLESS = ("/children", "/problems", "/sealed-inbox")
CHALLENGE = {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}}
WAIT = {"Retry-After": {"required": True, "schema": {"type": "integer"}}}
HEADERS = {
    problems.WHO_ARE_YOU: CHALLENGE,
    problems.TOO_MANY: WAIT,
    problems.UNAVAILABLE: WAIT,
}
IN_THE_OPEN = (
    problems.BAD_REQUEST,
    problems.NOT_FOUND,
    problems.NOT_UNDERSTOOD,
    problems.BROKEN,
    problems.UNAVAILABLE,
)
ALWAYS = (*IN_THE_OPEN, problems.WHO_ARE_YOU, problems.TOO_MANY)
WHEN_READING = (problems.REFUSED,)
WHEN_DOING = (problems.REFUSED, problems.NOT_NOW, problems.TOO_LARGE)


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with every problem, header and example that ninja does not know of."""
    components = document["components"]
    components["schemas"]["Problem"] = _problem_schema(components["schemas"])
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            _complete(operation, path=path, method=method)
    scheme = components["securitySchemes"][auth.PractitionerToken.__name__]
    scheme["description"] = "A token of one practitioner in one agency."
    return document


def _complete(operation: dict[str, Any], *, path: str, method: str) -> None:
    is_open = "security" not in operation
    kinds = IN_THE_OPEN if is_open else ALWAYS + (WHEN_DOING if method == "post" else WHEN_READING)
    for kind in kinds:
        operation["responses"][str(kind.status)] = _answer(kind)
    operation["responses"] = {str(code): each for code, each in operation["responses"].items()}
    if is_open:
        return
    operation["parameters"] += [PURPOSE_HEADER, REASON_HEADER]
    if method == "post" and not any(part in path for part in KEYLESS):
        needed = path.endswith("/missing-reports")
        operation["parameters"].append({**KEY_HEADER, "required": needed})
        if needed:
            _example(operation)


def _example(operation: dict[str, Any]) -> None:
    content = operation["requestBody"]["content"]["application/json"]
    content["examples"] = {
        "a child's home reports": {
            "summary": "A care worker reports a girl who is not back from school",
            "value": reports.EXAMPLE,
        }
    }


def _answer(kind: problems.Kind) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": f"{kind.title}. {kind.what_to_do}",
        "content": {problems.CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    return {**answer, "headers": HEADERS[kind]} if kind in HEADERS else answer


def _problem_schema(schemas: dict[str, Any]) -> dict[str, Any]:
    schema = answers.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(schema.pop("$defs"))
    return schema
