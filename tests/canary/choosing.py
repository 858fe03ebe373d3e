"""Which cells are asked: every address by every kind of reader, and what shows much by more.

What must be asked comes first: each address by each method, and by each kind of reader; then each
way in which a child is guarded from somebody, or a report waits for them; then looks, chosen with
the oracle, by which each kind of reader is shown each text that it may be shown. A longer run asks
for everybody who is guarded, not for each way alone, and goes on with whatever the seed brings.
"""

import random
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, cycle, islice, product
from typing import TypeVar
from uuid import UUID

from tests.canary import oracle as policy
from tests.canary.asking import API, METHODS, Cell, Objects, routes
from tests.canary.judging import Verdicts
from tests.canary.oracle import Oracle, Reader

WHOLE_LOOKS = (
    "episodes/<str:reference>/",
    "children/<str:reference>/",
    "api/v1/episodes/<reference>",
    "api/v1/children/<reference>",
    "api/v1/episodes/<reference>/timeline",
)
# Where else texts are shown, by how their names begin: only whoever may be shown one is sent there.
SHOWN_AT: dict[str, tuple[str, ...]] = {
    "protection.": ("children/<str:reference>/protection",),
    "kept.": (
        "children/<str:reference>/protection",
        "api/v1/children/<reference>/protected-texts",
    ),
    "safety.": ("children/<str:reference>/apart/",),
    "files.": ("children/<str:reference>/files/",),
    "emergency.": ("emergency-looks/", "emergency-looks/<uuid:look_id>/review"),
    "enciphering.": ("children/<str:reference>/protection",),
    # Why a duty is owed stands on the page that answers it, for whoever owes it.
    "response.Duty.reason": ("episodes/<str:reference>/duties/<uuid:duty_id>/decline",),
}
# What a reader is asked about who is kept from a child, or who looks in an emergency.
OF_THE_GUARDED = WHOLE_LOOKS[:4]
LISTS = ("episodes/", "notices/", "api/v1/episodes", "emergency-looks/", "exports/", "sealed/")
FILES_OF_AN_EXPORT = (
    ("exports/<str:reference>/file", "post"),
    ("api/v1/exports/<reference>/file", "get"),
)
READ_BACK = ("report/<str:reference>/received", "api/v1/missing-reports/<reference>")
SUBMITTED = "api/v1/missing-reports/submitted/<key>"
WAITS = "report/waiting/<uuid:key>"
CHECKED = ("report/held/<uuid:held_id>", "report/held/<uuid:held_id>/take-up")
MOST = 4
NO_LONGER = "let in no longer"
Each = TypeVar("Each")
KINDS: dict[str, frozenset[str]] = {
    "takes reports": frozenset({"call_handler", "partner_system"}),
    "police": frozenset(policy.POLICE),
    "council": frozenset(policy.COUNCIL),
    "manager of a home": frozenset({"home_manager"}),
    "home": frozenset(policy.HOME),
    "around the child": frozenset(policy.AROUND),
    "interview provider": frozenset(policy.CHARITY),
    "national desk": frozenset({"national_desk"}),
    "reads only": frozenset(policy.READS_ONLY),
}


def kind_of(reader: Reader) -> str:
    """What kind of reader this is: by the posts that the policy treats alike, or by having none."""
    if reader.practitioner_id is None:
        return "nobody"
    found = [kind for kind, posts in KINDS.items() if reader.may(posts)]
    return found[0] if found else "of no child"


def by_kind(readers: dict[str, Reader]) -> dict[str, list[str]]:
    """The readers of each kind, by name."""
    found: dict[str, list[str]] = {}
    for name in sorted(readers):
        found.setdefault(kind_of(readers[name]), []).append(name)
    return found


def places_of(fields: Collection[str]) -> list[str]:
    """Where these texts are shown: of most of them on whole looks, of others elsewhere too."""
    begins = [key for key in SHOWN_AT if any(each.startswith(key) for each in fields)]
    elsewhere = tuple(key for key in begins if key.endswith("."))
    rest = [each for each in fields if not each.startswith(elsewhere)]
    more = [route for key in begins for route in SHOWN_AT[key]]
    return list(dict.fromkeys([*(WHOLE_LOOKS if rest else ()), *more]))


def with_something_new(
    those: Iterable[Each], tells: Callable[[Each], set[Hashable]]
) -> Iterator[Each]:
    """Those which tell something that none before them told."""
    told: set[Hashable] = set()
    for each in those:
        if new := tells(each) - told:
            told |= new
            yield each


@dataclass
class Choosing:
    """What the choice is made from. `takes` says by which method an address was found to answer."""

    readers: dict[str, Reader]
    objects: Objects
    oracle: Oracle
    takes: Callable[[str], str]
    left_out: Collection[str] = ()
    bodies: Collection[str] = ()
    seed: int = 28
    chance: random.Random = field(init=False)
    kinds: dict[str, list[str]] = field(init=False)
    addresses: list[str] = field(init=False)
    asked: set[tuple[str, str, str]] = field(default_factory=set)  # by which kind, where and how

    def __post_init__(self) -> None:
        """The same cells every time. Those `left_out` call the API as a kind of their own."""
        self.chance = random.Random(self.seed)  # noqa: S311  # nothing is secret
        own = sorted(self.left_out)
        self.kinds = by_kind({name: each for name, each in self.readers.items() if name not in own})
        if own:
            self.kinds[NO_LONGER] = own
        self.addresses = sorted({each for each in routes() if not each.startswith("static")})

    def plan(
        self, verdicts: Verdicts, *, nowhere: Collection[str] = (), more: int = 0
    ) -> Iterator[Cell]:
        """Every cell that must be asked, and so many more as the seed brings them.

        The methods come first: by them it is found which method an address takes. Last are looked
        for the texts not yet in the verdicts, but those that are shown nowhere.
        """
        yield from self._each_address_by_each_method()
        yield from self._each_address_by_each_kind()
        yield from self._what_is_taken_out()
        yield from self._what_is_ones_own()
        yield from self._what_came_under_a_key()
        checked, guarded = list(self._checked()), list(self.guarded())
        if not more:
            checked = list(with_something_new(checked, self._way_of_waiting))
            guarded = list(with_something_new(guarded, self.way_of_guarding))
        yield from self._what_waits_for_a_person(checked)
        yield from self._looks_at_the_guarded(guarded)
        yield from self._looks_that_show_each_text(verdicts, nowhere)
        for _number in range(more):
            method = self.chance.choice(METHODS) if self.chance.random() < 0.5 else "get"
            name = self.chance.choice(sorted(self.readers))
            route = self.chance.choice(self.addresses)
            yield Cell(name, route, self.chance.choice(self.objects.children), method)

    def _each_address_by_each_method(self) -> Iterator[Cell]:
        """By whoever's turn it is, of those who may work with a child at all."""
        those = [names for kind, names in self.kinds.items() if kind in KINDS]
        most = max(len(names) for names in those)
        in_turn = zip(*(islice(cycle(names), most) for names in those), strict=True)
        asks = cycle(chain.from_iterable(in_turn))
        for turn, (route, method) in enumerate(product(self.addresses, METHODS)):
            name = next(asks)
            self.asked.add((self._kind_of[name], route, method))
            yield Cell(name, route, self._child_for(name, route, turn=turn), method)

    def _each_address_by_each_kind(self) -> Iterator[Cell]:
        """By each reader of a kind in turn, but where one of the kind has asked just so."""
        for place, (kind, names) in enumerate(self.kinds.items()):
            asks = cycle(names)
            for turn, route in enumerate(self.asked_by(kind)):
                name = next(asks)
                child = self._child_for(name, route, turn=turn + place)
                for method in self._methods_of(route):
                    if (kind, route, method) not in self.asked:
                        yield Cell(name, route, child, method)

    def _child_for(self, name: str, route: str, *, turn: int) -> UUID:
        """Whom a reader asks about: twice of a record they may know of, once of another."""
        known, unknown = self._known[name]
        wanted = (known, unknown) if turn % 3 else (unknown, known)
        return self.chance.choice(self.objects.with_their_own(route, wanted[0] or wanted[1]))

    @cached_property
    def _kind_of(self) -> dict[str, str]:
        return {name: kind for kind, names in self.kinds.items() for name in names}

    def _what_is_taken_out(self) -> Iterator[Cell]:
        """Each export by whoever asked for it, from the page and by the API, and by another."""
        name_of = {each.practitioner_id: name for name, each in self.readers.items()}
        children = self.objects.children
        for number, export in enumerate(self.objects.exports):
            asker = name_of[export["asked_by_id"]]
            other = name_of[self.objects.exports[number - 1]["asked_by_id"]]
            for route, method in FILES_OF_AN_EXPORT:
                for name in (asker, other):
                    yield Cell(name, route, children[number], method)

    def _what_is_ones_own(self) -> Iterator[Cell]:
        """Each review by its reviewer, each export by its asker, each form that was not sent.

        And each report by whoever made it, where they must not know of the child now.
        """
        name_of = {each.practitioner_id: name for name, each in self.readers.items()}
        held, children = self.oracle.planted, self.objects.children
        for review in sorted(held.of("looks.LookReview"), key=lambda row: row["looked_at"]):
            if review["child_id"] and review["answered_at"]:
                name = name_of[review["assigned_to_id"]]
                yield Cell(name, "looks/review/<uuid:review_id>", review["child_id"], "get")
        for number, export in enumerate(self.objects.exports):
            name = name_of[export["asked_by_id"]]
            yield Cell(name, "exports/<str:reference>/", children[number], "get")
        for report in held.of("intake.MissingReport"):
            name = name_of.get(report["recorded_by_id"], "")
            child = held.rows["episodes.Episode"][report["episode_id"]]["child_id"]
            if name and child in self.oracle.kept_from(self.readers[name]):
                for route in READ_BACK:
                    yield Cell(name, route, child, "get")
        for form in held.of("unsent.UnsentForm"):
            route, child = self._page(form["page"])
            yield Cell(name_of[form["practitioner_id"]], route, child, "get")

    def _what_came_under_a_key(self) -> Iterator[Cell]:
        """What each report was answered, by whoever sent it."""
        name_of = {each.practitioner_id: name for name, each in self.readers.items()}
        for child in self.objects.children:
            sent = self.objects.keyed(SUBMITTED, child)
            if name := name_of.get(sent["practitioner_id"]):
                yield Cell(name, SUBMITTED, child, "get")

    def _checked(self) -> Iterator[tuple[str, UUID]]:
        """Each report that waits, with everybody of the police."""
        reports = self.oracle.planted.of("journal.HeldReport")
        checks = sorted(name for name, each in self.readers.items() if each.kind == "police")
        for child in self.objects.children[: len(list(reports))]:
            yield from ((name, child) for name in checks)

    def _way_of_waiting(self, pair: tuple[str, UUID]) -> set[Hashable]:
        """Which report it is to which force, and whether it is to be checked; and who they are."""
        name, child = pair
        reader, held = self.readers[name], self.objects.held(child)
        return {name, (held["id"], reader.agency_id, self.oracle.may_check(reader, held))}

    def _what_waits_for_a_person(self, checked: list[tuple[str, UUID]]) -> Iterator[Cell]:
        """Each report that waits, by its sender, and by those of the police."""
        name_of = {each.practitioner_id: name for name, each in self.readers.items()}
        for name, child in checked:
            for route, method in product(CHECKED, ("get", "post")):
                yield Cell(name, route, child, method)
        for child in dict.fromkeys(child for _name, child in checked):
            sender = self.objects.held(child)["claimed_by_id"]
            if sender is not None:
                for name in (name_of[sender], "asha"):
                    yield Cell(name, WAITS, child, "get")
        for name in dict.fromkeys(name for name, _child in checked):
            yield Cell(name, "report/held/", self.objects.children[0], "get")

    def _page(self, page: str) -> tuple[str, UUID]:
        """The route of a page on which something was typed, and the child it is about."""
        for child in self.objects.children:
            reference = self.objects.reference("episodes/", child)
            if f"/{reference}/" in page:
                return page[1:].replace(reference, "<str:reference>"), child
        return page[1:], self.objects.children[0]

    def guarded(self) -> Iterator[tuple[str, UUID]]:
        """Everybody whose agency has a part in a child, and for whom there is less than that."""
        for child in self.objects.children:
            for name, reader in sorted(self.readers.items()):
                if self.oracle.is_guarded(reader, child):
                    yield name, child

    def way_of_guarding(self, pair: tuple[str, UUID]) -> set[Hashable]:
        """What keeps a child from which kind of reader, with what part; and who they both are."""
        name, child = pair
        reader, oracle = self.readers[name], self.oracle
        parts = frozenset(oracle.parts_in_child(reader, child))
        return {name, child, (self._kind_of[name], parts, oracle.guarded_by(reader, child))}

    def _looks_at_the_guarded(self, guarded: list[tuple[str, UUID]]) -> Iterator[Cell]:
        """By these, of the child who is guarded from each of them."""
        for name, child in guarded:
            for route in OF_THE_GUARDED:
                yield Cell(name, route, child, "get")
        for number, name in enumerate(sorted({name for name, _child in guarded})):
            for route in LISTS[number % 2 :: 2]:
                yield Cell(name, route, self.objects.children[0], "get")

    def _methods_of(self, route: str) -> list[str]:
        """How each kind asks an address: as it answers, and by sending what it takes."""
        told = ["post"] if route in self.bodies else []
        return list(dict.fromkeys([self.takes(route), *told]))

    def asked_by(self, kind: str) -> list[str]:
        """What a kind of reader asks: those let in no longer are of it to the API alone."""
        return [each for each in self.addresses if kind != NO_LONGER or each.startswith(API)]

    @cached_property
    def _known(self) -> dict[str, tuple[list[UUID], list[UUID]]]:
        """The children each reader may know of, and those they may not."""
        found = {}
        for name, reader in self.readers.items():
            known = [each for each in self.objects.children if self._is_known(reader, each)]
            found[name] = known, [each for each in self.objects.children if each not in known]
        return found

    def _is_known(self, reader: Reader, child: UUID) -> bool:
        episode = self.objects.episode_id(child)
        return self.oracle.may_know_child(reader, child) or (
            episode is not None and self.oracle.may_know_episode(reader, episode)
        )

    def _looks_that_show_each_text(
        self, verdicts: Verdicts, nowhere: Collection[str]
    ) -> Iterator[Cell]:
        """By each kind, of the child of whom most is still to be shown, until all of it was.

        The API is looked at first of every second child, and pages of the others. A field that so
        many children did not show is given up.
        """
        for names in (names for kind, names in self.kinds.items() if kind != NO_LONGER):
            tried: Counter[str] = Counter()
            may = {
                (name, child): fields - set(nowhere)
                for name in names
                for child, fields in self.fields_of(self.readers[name]).items()
            }
            while may:
                done = verdicts.fields_seen(names) | {each for each in tried if tried[each] >= MOST}
                name, child = max(may, key=lambda each: len(may[each] - done))
                left = may.pop((name, child)) - done
                if not left:
                    break
                tried.update(left)
                for route in places_of(left)[:: -1 if len(may) % 2 else 1]:
                    if left - verdicts.fields_seen(names):
                        yield Cell(name, route, child, "get")

    def fields_of(self, reader: Reader) -> dict[UUID, frozenset[str]]:
        """The fields of each child, and of their newest episode, that the reader may be shown."""
        found: dict[UUID, set[str]] = {}
        for word in sorted(self.oracle.allowed(reader)):
            canary = self.oracle.planted.canaries[word]
            episodes, children = self.oracle.of_which(canary)
            for child in children:
                if not episodes or self.objects.episode_id(child) in episodes:
                    found.setdefault(child, set()).add(canary.field)
        return {child: frozenset(fields) for child, fields in sorted(found.items())}
