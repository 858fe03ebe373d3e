"""Going through all there is to ask for, and what is no page of its own, with the reason."""

from dataclasses import dataclass, field

from django.db import transaction

from tests.canary import asking as addresses
from tests.foundation.databases import owner
from tests.plans import people, walking, watching

SHOWN, NOT_ASKED_SO = 200, 405
FORM = "a form about one thing that is found by its identifier, of which there is none here"
OF_ONE = "one thing that is found by its identifier, of which there is none here"
# Routes that nobody is shown here, by how they begin, and why that hides no list.
NOT_SHOWN: dict[str, str] = {
    "language": "it leads back to where somebody came from",
    "sign-in": "they lead whoever is signed in to their own first page, or name no provider here",
    "welcome/": "an invitation, found by its secret",
    "still-here": "it answers nothing",
    "api/v1/missing-reports/submitted/": "what was answered to a key of one's own",
    "api/v1/exports/<reference>/file": "a file that is kept no more",
    "api/v1/emergency-looks/<look_id>": OF_ONE,
    "api/v1/sealed-inbox/<word_id>": OF_ONE,
    "sealed/<uuid:word_id>": OF_ONE,
    "sealed/joins/": OF_ONE,
    "report/held/<uuid:held_id>": OF_ONE,
    "report/waiting/": OF_ONE,
    "emergency-looks/<uuid:look_id>": OF_ONE,
    "exports/<str:reference>/decline": FORM,
    "support-asked/<uuid:action_id>": FORM,
    "episodes/<str:reference>/handover/<uuid:handover_id>": FORM,
    "episodes/<str:reference>/correct/": FORM,
    "episodes/<str:reference>/withdraw/": FORM,
    "episodes/<str:reference>/interview/": FORM,
    "episodes/<str:reference>/support/": FORM,
}
EXACTLY = {
    "": "it leads to the first page of whoever is signed in",
    "api/v1/": "what is no address of the API",
}
# What is asked by sending something: a child is never looked up in an address.
SENT: dict[str, object] = {
    "children/": {"family_name": "Example 12", "given_name": "", "date_of_birth": ""},
    "report/look-up": {"given_name": "Ada", "family_name": "Example 12"},
    "api/v1/children/look-up": '{"given_name": "Ada", "family_name": "Example 12"}',
}


@dataclass(slots=True)
class Walk:
    """Asks for every address; keeps the best answer of each, and which lists went on."""

    everybody: dict[str, people.Person]
    subjects: list[tuple[object, object]]
    watch: watching.Watch
    queries: dict[str, list[str]] = field(default_factory=walking.asked_of_calls)
    answers: dict[str, int] = field(default_factory=dict)
    went_on: set[str] = field(default_factory=set)

    def all(self):
        """Everything, once."""
        for route in dict.fromkeys(addresses.routes()):
            self.answers[route] = min(self._answers(route))
        for route, sent in SENT.items():
            for name in people.LISTS:
                self.get(self.everybody[name], f"/{route}", sent=sent)

    def _answers(self, route):
        """What is answered: to each of those who see lists, and to others until one is shown it."""
        found = set()
        others = () if reason_of(route) else people.OTHERS
        for address in self._addresses(route):
            shown = False
            for name in (*people.LISTS, *others):
                if NOT_ASKED_SO in found or (shown and ("<" in route or name in others)):
                    break
                status = self._asked(route, self.everybody[name], address).status_code
                found.add(status)
                shown = shown or status == SHOWN
        return found

    def _addresses(self, route):
        with owner():
            found = [walking.filled(route, child=c, episode=e) for c, e in self.subjects]
        return dict.fromkeys(found)

    def _asked(self, route, person, address):
        if route.startswith(addresses.API):
            return self.call(person, address, self.queries.get(route, [""]))
        return self.page(person, address)

    def page(self, person, address):
        """Ask for a page and for all it offers of itself, a second page too; the first answer."""
        waiting, kinds, first = [""], set(), None
        while waiting:
            query = waiting.pop(0)
            answer = self.get(person, f"{address}?{query}" if query else address)
            first = first or answer
            for offered in self._offered(address, answer):
                kind = walking.kind_of(offered)
                if kind not in kinds:
                    kinds.add(kind)
                    waiting.append(offered)
        return first

    def _offered(self, address, answer):
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            return []
        offered = walking.otherwise(address, answer.content.decode())
        if any(walking.goes_on(each) for each in offered):
            self.went_on.add(address)
        return offered

    def call(self, person, address, queries):
        """Make a call in each of its ways, and ask each for its second page; the first answer."""
        first = None
        for query in queries:
            answer = self.get(person, f"{address}?{query}" if query else address)
            first = first or answer
            if further := cursor_of(answer):
                self.went_on.add(address)
                self.get(person, f"{address}?{query}&cursor={further}")
        return first

    def get(self, person, address, *, sent=None):
        """Ask for it, watched, and undo whatever was done; what was answered."""
        with transaction.atomic():
            with self.watch.watching(address if sent is None else f"{address} …", by=person.name):
                answer = person.ask(address, sent)
            transaction.set_rollback(True)
        return answer


def cursor_of(answer):
    """Where a call's list goes on; nowhere for one that is whole, or no list."""
    is_json = answer.headers.get("Content-Type", "").startswith("application/json")
    said = answer.json() if is_json else None
    return said.get("next_cursor", "") if isinstance(said, dict) else ""


def reason_of(route):
    """Why nobody is shown a route here; empty for one that should be."""
    named = {**NOT_SHOWN, **EXACTLY}
    return next((why for begins, why in named.items() if is_named_by(begins, route)), "")


def is_named_by(begins, route):
    """Whether a reason is of this route."""
    return route == begins if begins in EXACTLY else route.startswith(begins)
