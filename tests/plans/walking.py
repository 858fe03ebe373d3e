"""What is asked: every address of the service that shows anything, found by itself.

An address is as its pattern is written. Where a page offers to be seen otherwise (a form that is
sent by GET, a link to itself with something more in it) it is asked so too, one thing at a time,
and its second page is turned to. Calls are asked with each value their description lists.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.apps import apps
from django.db import connection

from tests.canary import asking
from wayhome.interfaces.api.v1.urls import api

ZERO = "00000000-0000-0000-0000-000000000000"
LONG = 20  # a value so long is a moment or an identifier: a place in a list
LIMIT = 2  # rows a call answers, so that there is a second page


@dataclass
class Offered(HTMLParser):
    """What a page offers of itself: choices of its forms, and links with a query."""

    path: str
    choices: list[tuple[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    _is_ours: bool = False
    _select: str = ""

    def __post_init__(self):
        super().__init__()

    def handle_starttag(self, tag, attributes):
        said = {name: value or "" for name, value in attributes}
        if tag == "form":
            is_here = urlsplit(said.get("action", "")).path in ("", self.path)
            self._is_ours = said.get("method", "").lower() == "get" and is_here
        elif tag == "a" and said.get("href"):
            found = urlsplit(said["href"])
            if found.query and found.path in ("", self.path) and not found.netloc:
                self.links.append(found.query)
        elif self._is_ours:
            self._question(tag, said)

    def _question(self, tag, said):
        if tag == "select":
            self._select = said.get("name", "")
        elif tag == "option":
            self.choices.append((self._select, said.get("value", "")))
        elif tag == "input" and said.get("type") in ("radio", "checkbox"):
            self.choices.append((said.get("name", ""), said.get("value", "on")))

    def handle_endtag(self, tag):
        if tag == "form":
            self._is_ours = False


def otherwise(path, page):
    """The queries by which a page offers to be seen otherwise, or to go on."""
    offered = Offered(path)
    offered.feed(page)
    chosen = [urlencode([choice]) for choice in offered.choices if choice[1]]
    return [*dict.fromkeys([*chosen, *offered.links])]


def kind_of(query):
    """What a query asks for, wherever it goes on from: two of a kind need not both be asked."""
    return frozenset((name, "" if _is_place(value) else value) for name, value in parse_qsl(query))


def goes_on(query):
    """Whether a query is for another page of a list."""
    return any(_is_place(value) for _, value in parse_qsl(query))


def _is_place(value):
    return len(value) > LONG


def asked_of_calls():
    """Of each address of the API, the queries it may be asked by: each listed value in turn."""
    described = api.get_openapi_schema(path_prefix="/api/v1/")
    found = {}
    for path, operations in described["paths"].items():
        parameters = operations.get("get", {}).get("parameters", ())
        places = {each["name"]: each["schema"] for each in parameters if each["in"] == "query"}
        limit = [("limit", str(LIMIT))] if "limit" in places else []
        queries = [
            limit,
            *([*limit, (n, v)] for n, s in places.items() for v in _listed(s, described)),
        ]
        found[path.strip("/").replace("{", "<").replace("}", ">")] = [urlencode(q) for q in queries]
    return found


def _listed(schema, described):
    for part in (schema, *schema.get("anyOf", ()), *schema.get("allOf", ())):
        if "$ref" in part:
            part = described["components"]["schemas"][part["$ref"].rpartition("/")[2]]
        if part.get("type") == "boolean":
            yield "true"
        yield from (str(each) for each in part.get("enum", ()))
        if isinstance(part.get("items"), dict):
            yield from _listed(part["items"], described)


_OF_INES = "practitioner_id = (SELECT id FROM practitioners_practitioner WHERE username = 'ines')"
# What a place in an address is filled with, as the owner asks for it; about a child or an episode.
PLACES = {
    "contact_id": "SELECT id FROM children_contact WHERE child_id = %(child)s LIMIT 1",
    "notice_id": "SELECT notice.id FROM response_notice AS notice JOIN practitioners_holding "
    f"USING (post_id) WHERE {_OF_INES} ORDER BY notice.recorded_at DESC LIMIT 1",
    "post_id": f"SELECT post_id FROM practitioners_holding WHERE {_OF_INES} LIMIT 1",
    "review_id": f"SELECT review_id FROM looks_given WHERE {_OF_INES} LIMIT 1",
}
REFERENCES = {
    "exports/": "SELECT reference FROM exports_export "
    f"WHERE {_OF_INES.replace('practitioner_id', 'asked_by_id')} ORDER BY asked_at DESC LIMIT 1",
    "children/": "SELECT reference FROM children_child WHERE id = %(child)s",
    "": "SELECT reference FROM episodes_episode WHERE id = %(episode)s",
}
WORDS = {
    "code": "not-found",
    "name": "seal",
    "said_so": "agree",
    "provider_id": "none",
    "secret": "none",
    "key": ZERO,
}


def filled(route, *, child, episode):
    """An address about this child and this episode, or about any other where they have none."""
    return "/" + asking.PLACES.sub(lambda place: _fill(route, place[1], child, episode), route)


def _fill(route, place, child, episode):
    if place in WORDS:
        return WORDS[place]
    with connection.cursor() as cursor:
        cursor.execute(_question(route, place), {"child": child, "episode": episode})
        row = cursor.fetchone()
    return str(row[0]) if row else ZERO


def _question(route, place):
    if place == "reference":
        return next(words for begins, words in REFERENCES.items() if begins in route)
    if place in PLACES:
        return PLACES[place]
    name = asking.OF_A_PLACE.get(place) or asking.OF_A_FACT[route.split("/")[-2]]
    model = apps.get_model(name)
    columns = {field.column for field in model._meta.concrete_fields}
    own = next((each for each in ("episode", "child") if f"{each}_id" in columns), "")
    first = f"{own}_id = %({own})s DESC, " if own else ""
    return f"SELECT id FROM {model._meta.db_table} ORDER BY {first}id DESC LIMIT 1"
