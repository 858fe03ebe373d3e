"""What is asked for with the country inside: which pages and reads, and as whom each is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.db.models import Count

from bench import asking
from bench.national import often
from bench.national.page import FLOOR, Page
from wayhome.journey import partnership_formed, report_received
from wayhome.platform import clock
from wayhome.platform.row_security import transactions
from wayhome.records.agencies.models import Post
from wayhome.records.episodes.models import Episode
from wayhome.records.practitioners import viewers
from wayhome.records.practitioners.models import Holding
from wayhome.rules import told
from wayhome.rules.vocabulary import PostKind, Purpose

FORCE, COUNCIL = "Warwickshire Police", "Warwickshire Council"
OPEN = 60  # episodes of the force that are open while it is measured
LOOK_UP = "/api/v1/children/look-up"


@dataclass(frozen=True, slots=True)
class _Asker:
    """Somebody who asks: with a cookie for pages, with a token for the API."""

    cookie: Mapping[str, str]
    token: Mapping[str, str]

    def page(self, name: str, path: str) -> Page:
        return Page(name, path, self.cookie)

    def call(self, name: str, path: str, said: Mapping[str, object] | None = None) -> Page:
        return Page(name, path, self.token, said)


def pages() -> list[Page]:
    """The floor, and then everything of one force and council: the same in either database."""
    with transactions.step():
        opened = _open()
        child, name = often.child(FORCE, COUNCIL), f"a child of {often.EPISODES} episodes"
        seen = [child.id]
        inspector = _asker(FORCE, PostKind.DUTY_INSPECTOR, seen)
        coordinator = _asker(FORCE, PostKind.MISSING_PERSON_COORDINATOR, seen)
        council = _asker(COUNCIL, PostKind.MISSING_COORDINATOR, seen)
        found = [
            Page(FLOOR, "/floor/", inspector.cookie),
            inspector.page("open episodes of the force", "/episodes/?scope=all"),
            inspector.page("my episodes", "/episodes/"),
            inspector.page("an open episode", f"/episodes/{opened}/"),
            inspector.page("notices", "/notices/"),
            inspector.page("who is on duty", "/on-duty/"),
            council.page("the interview board of the council", "/interviews/"),
            coordinator.page("what is measured of the force", "/measures/"),
        ]
        latest = Episode.objects.filter(child=child).order_by("-reported_at")[0].reference
        found += [
            coordinator.page(name, f"/children/{child.reference}/"),
            coordinator.page(f"{name}: the latest episode", f"/episodes/{latest}/"),
            inspector.page(f"{name}: who looked", f"/children/{child.reference}/looks"),
        ]
        known = {"given_name": often.GIVEN_NAME, "family_name": often.FAMILY_NAME}
        found += [
            coordinator.call("API: look up by name", LOOK_UP, known),
            coordinator.call("API: a child", f"/api/v1/children/{child.reference}"),
            inspector.call("API: open episodes", "/api/v1/episodes"),
            inspector.call("API: an episode", f"/api/v1/episodes/{opened}"),
            inspector.call("API: notices", "/api/v1/notices"),
        ]
    return found


def largest() -> list[Page]:
    """The boards of the force and the council with most episodes, and the child of most."""
    with transactions.step():
        force, council = (
            Episode.objects.filter(parties__agency__kind=kind)
            .values_list("parties__agency__name")
            .annotate(number=Count("id"))
            .order_by("-number")[0][0]
            for kind in ("police", "local_authority")
        )
        most = (
            Episode.objects.exclude(child__family_name=often.FAMILY_NAME)
            .values("child_id", "child__reference", "owner_agency__name")
            .annotate(number=Count("id"))
            .order_by("-number")[0]
        )
        inspector = _asker(force, PostKind.DUTY_INSPECTOR, [])
        theirs = _asker(
            most["owner_agency__name"], PostKind.MISSING_PERSON_COORDINATOR, [most["child_id"]]
        )
        coordinator = _asker(council, PostKind.MISSING_COORDINATOR, [])
    return [
        inspector.page(f"open episodes of {force}", "/episodes/?scope=all"),
        inspector.page(f"notices of {force}", "/notices/"),
        coordinator.page(f"the interview board of {council}", "/interviews/"),
        theirs.page(
            f"the child most often away ({most['number']})",
            f"/children/{most['child__reference']}/",
        ),
    ]


def holder(agency: str, kind: PostKind) -> UUID:
    """Somebody who holds such a post. Raises IndexError where nobody does."""
    held: UUID = (
        Holding.objects.filter(post__agency__name=agency, post__kind=kind)
        .order_by("id")[0]
        .practitioner_id
    )
    return held


def token(who: UUID) -> dict[str, str]:
    """The headers with which a program asks in somebody's name."""
    shown = partnership_formed.token(who, label="bench", now=clock.now(), lasts=timedelta(days=1))
    return {
        "Authorization": f"Bearer {shown}",
        "Content-Type": "application/json",
        "Wayhome-Purpose": Purpose.SEARCH.value,
    }


def _asker(agency: str, kind: PostKind, children: list[UUID]) -> _Asker:
    who = holder(agency, kind)
    seen = [str(each) for each in children]
    return _Asker(asking.signed_in(who, child_ids=seen, now=clock.now()), token(who))


def _open() -> str:
    """Have so many episodes of the force open; the reference of one."""
    there = Episode.objects.filter(owner_agency__name=FORCE, closed_at__isnull=True)
    at = clock.now()
    by = viewers.viewer_of(holder(FORCE, PostKind.CALL_HANDLER), now=at)
    council_id = Post.objects.filter(agency__name=COUNCIL)[0].agency_id
    if by is None:
        raise RuntimeError(f"nobody answers the telephone of {FORCE}")
    for number in range(OPEN - there.count()):
        said = told.MissingReport(
            reporter=told.Reporter("Sam Sample", "01632 960001", relationship="parent"),
            why_worried="Not home, and the telephone is off.",
            child=told.Child(given_name=f"Open{number}", family_name="Example", age_stated=14),
            last_seen_at=at - timedelta(hours=2),
            council_id=council_id,
        )
        report_received.record(said, key=uuid4().hex, by=by, now=clock.now())
    reference: str = there.order_by("reported_at")[0].reference
    return reference
