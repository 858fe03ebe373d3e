"""The people a demonstration may be tried as, and where each post begins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wayhome.interfaces.pages.shared import presenters
from wayhome.rules import facts
from wayhome.rules.vocabulary import AgencyKind, PostKind

if TYPE_CHECKING:
    from wayhome.records.agencies.models import Agency
    from wayhome.records.practitioners.models import Practitioner

_P = PostKind
TRY: dict[PostKind, str] = {
    _P.CALL_HANDLER: gettext_noop("Take a missing report over the telephone"),
    _P.DUTY_SERGEANT: gettext_noop("Assess risk for the police, record a sighting, see the child"),
    _P.DUTY_INSPECTOR: gettext_noop("Watch every open episode, agree a level, hold a review"),
    _P.MISSING_PERSON_COORDINATOR: gettext_noop("Close police records, read what interviews found"),
    _P.DETECTIVE_INSPECTOR: gettext_noop("Answer a challenge when the two assessments differ"),
    _P.SUPERINTENDENT: gettext_noop("See what climbed to the top of the police ladder"),
    _P.SOCIAL_WORK_TEAM: gettext_noop("Assess risk for children’s services, agree support"),
    _P.EMERGENCY_DUTY_TEAM: gettext_noop("Do the same at night and at the weekend"),
    _P.MISSING_COORDINATOR: gettext_noop("Refer return home interviews, finalise the record"),
    _P.TEAM_MANAGER: gettext_noop("Hold a strategy discussion, authorise that no offer is made"),
    _P.SERVICE_MANAGER: gettext_noop("Answer what climbed the council’s ladder"),
    _P.DIRECTOR: gettext_noop("See what nobody below has answered"),
    _P.PLACEMENT_STAFF: gettext_noop("Report a child missing, record that they are back"),
    _P.HOME_MANAGER: gettext_noop("See every absence from the home and who has been told"),
    _P.SAFEGUARDING_NURSE: gettext_noop("See that a child is missing, and report a sighting"),
    _P.SAFEGUARDING_LEAD: gettext_noop("See that a pupil is missing, and report a sighting"),
    _P.INTERVIEW_COORDINATOR: gettext_noop("Take referrals and offer return home interviews"),
    _P.INTERVIEWER: gettext_noop("Hold a return home interview in the child’s own words"),
    _P.NATIONAL_DESK: gettext_noop("Hear of children away for 48 and 72 hours"),
}
HIDDEN = frozenset({_P.PARTNER_SYSTEM})
START_WITH = (
    _P.PLACEMENT_STAFF,
    _P.CALL_HANDLER,
    _P.DUTY_SERGEANT,
    _P.DUTY_INSPECTOR,
    _P.SOCIAL_WORK_TEAM,
    _P.INTERVIEWER,
)
KINDS_IN_ORDER = tuple(AgencyKind)


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody to sign in as: who, in which post, and what they can try."""

    key: str
    name: str
    post: str
    agency: str
    may_try: str


@dataclass(frozen=True, slots=True)
class Team:
    """An agency and the people in it."""

    name: str
    kind: str
    faces: Sequence[Face]


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, by agency, and a few to start with."""

    start_with: Sequence[Face]
    teams: Sequence[Team]


def people(practitioners: "Iterable[Practitioner]") -> People:
    """Everybody who may be chosen, grouped by agency, police first."""
    teams: dict[str, list[Face]] = {}
    kinds: dict[str, AgencyKind] = {}
    near: list[tuple[PostKind, Face, Agency]] = []
    for person in practitioners:
        posts = [PostKind(holding.post.kind) for holding in person.holdings.all()]
        if not posts or set(posts) <= HIDDEN:
            continue
        face = _face(person, posts)
        teams.setdefault(face.agency, []).append(face)
        kinds[face.agency] = AgencyKind(person.agency.kind)
        near.extend((post, face, person.agency) for post in posts)
    in_order = sorted(teams, key=lambda name: (KINDS_IN_ORDER.index(kinds[name]), name))
    return People(
        start_with=_start_with(near),
        teams=[
            Team(name, presenters.sentence(kinds[name].label), teams[name]) for name in in_order
        ],
    )


def _start_with(everybody: "list[tuple[PostKind, Face, Agency]]") -> list[Face]:
    """One person of each post who would meet over one child of the first home."""
    home = next((agency for post, _face, agency in everybody if post is _P.PLACEMENT_STAFF), None)
    around = {home.id, home.police_force_id, home.council_id} if home else None
    first: dict[PostKind, Face] = {}
    for post, face, agency in everybody:
        is_provider = AgencyKind(agency.kind) is AgencyKind.INTERVIEW_PROVIDER
        if is_provider or around is None or agency.id in around:
            first.setdefault(post, face)
    return [first[post] for post in START_WITH if post in first]


def _face(person: "Practitioner", posts: Sequence[PostKind]) -> Face:
    return Face(
        key=str(person.id),
        name=person.name,
        post=presenters.sentence(posts[0].label)
        if len(posts) == 1
        else presenters.listed([_(post.label) for post in posts]).capitalize(),
        agency=person.agency.name,
        may_try=_(TRY[posts[0]]) if posts[0] in TRY else "",
    )


def first_page(viewer: facts.Viewer) -> str:
    """Where somebody in these posts begins."""
    wanted = {
        AgencyKind.INTERVIEW_PROVIDER: "interview_board",
        AgencyKind.CARE_HOME: "report",
    }.get(viewer.agency_kind, "my_episodes")
    try:
        return reverse(wanted)
    except NoReverseMatch:
        return reverse("my_episodes")
