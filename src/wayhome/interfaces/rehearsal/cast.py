"""The demonstration partnership: invented forces, councils, homes, charities and people.

Nobody here is real. Names of places and agencies are made up; addresses end in `.invalid`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from uuid import UUID

from wayhome.journey import partnership_formed
from wayhome.records.agencies import queries as agencies
from wayhome.records.practitioners import queries as practitioners
from wayhome.records.practitioners import viewers
from wayhome.rules import facts, protocol, told
from wayhome.rules.vocabulary import AgencyKind, PostKind, Purpose

PARTNERSHIP = "Northmoor and Eastvale partnership"
OWNERS = ("Det. Supt Owen Marlow, Northmoor Police", "Ruth Castell, Harrowfell Council")


@dataclass(frozen=True, slots=True)
class AgencyPart:
    """An invented agency and the posts it has."""

    name: str
    kind: AgencyKind
    posts: tuple[PostKind, ...]
    force: str | None = None
    council: str | None = None


@dataclass(frozen=True, slots=True)
class PersonPart:
    """An invented person, where they work and the posts they hold."""

    username: str
    name: str
    agency: str
    posts: tuple[PostKind, ...]


_P = PostKind
_FORCE_POSTS = (
    _P.CALL_HANDLER,
    _P.DUTY_SERGEANT,
    _P.DUTY_INSPECTOR,
    _P.MISSING_PERSON_COORDINATOR,
    _P.DETECTIVE_INSPECTOR,
    _P.SUPERINTENDENT,
    _P.PARTNER_SYSTEM,
    _P.INTELLIGENCE_ANALYST,
    _P.AUDITOR,
)
_COUNCIL_POSTS = (
    _P.SOCIAL_WORK_TEAM,
    _P.EMERGENCY_DUTY_TEAM,
    _P.MISSING_COORDINATOR,
    _P.TEAM_MANAGER,
    _P.SERVICE_MANAGER,
    _P.DIRECTOR,
    _P.REVIEWING_OFFICER,
    _P.AUDITOR,
)
_HOME_POSTS = (_P.PLACEMENT_STAFF, _P.HOME_MANAGER)
_CHARITY_POSTS = (_P.INTERVIEW_COORDINATOR, _P.INTERVIEWER)

AGENCIES: tuple[AgencyPart, ...] = (
    AgencyPart("Northmoor Police", AgencyKind.POLICE, _FORCE_POSTS),
    AgencyPart("Eastvale Police", AgencyKind.POLICE, _FORCE_POSTS),
    AgencyPart(
        "Harrowfell Council", AgencyKind.LOCAL_AUTHORITY, _COUNCIL_POSTS, "Northmoor Police"
    ),
    AgencyPart("Millbrook Council", AgencyKind.LOCAL_AUTHORITY, _COUNCIL_POSTS, "Northmoor Police"),
    AgencyPart(
        "Eastvale County Council", AgencyKind.LOCAL_AUTHORITY, _COUNCIL_POSTS, "Eastvale Police"
    ),
    AgencyPart("Fellside Health Trust", AgencyKind.HEALTH, (_P.SAFEGUARDING_NURSE,)),
    AgencyPart(
        "Larch House",
        AgencyKind.CARE_HOME,
        _HOME_POSTS,
        "Northmoor Police",
        "Millbrook Council",
    ),
    AgencyPart(
        "Tideway House",
        AgencyKind.CARE_HOME,
        _HOME_POSTS,
        "Eastvale Police",
        "Eastvale County Council",
    ),
    AgencyPart(
        "Beckside Academy",
        AgencyKind.SCHOOL,
        (_P.SAFEGUARDING_LEAD,),
        "Northmoor Police",
        "Harrowfell Council",
    ),
    AgencyPart("Homeward Voices", AgencyKind.INTERVIEW_PROVIDER, _CHARITY_POSTS),
    AgencyPart("Open Road Interviews", AgencyKind.INTERVIEW_PROVIDER, _CHARITY_POSTS),
    AgencyPart("National Missing Persons Desk", AgencyKind.NATIONAL, (_P.NATIONAL_DESK,)),
)

PEOPLE: tuple[PersonPart, ...] = (
    PersonPart("asha", "Asha Penrose", "Northmoor Police", (_P.CALL_HANDLER,)),
    PersonPart("tomas", "Sgt Tomas Wilde", "Northmoor Police", (_P.DUTY_SERGEANT,)),
    PersonPart("ines", "Insp. Ines Holloway", "Northmoor Police", (_P.DUTY_INSPECTOR,)),
    PersonPart("callum", "Callum Frayne", "Northmoor Police", (_P.MISSING_PERSON_COORDINATOR,)),
    PersonPart("dina", "DI Dina Sorrel", "Northmoor Police", (_P.DETECTIVE_INSPECTOR,)),
    PersonPart("owen", "Det. Supt Owen Marlow", "Northmoor Police", (_P.SUPERINTENDENT,)),
    PersonPart(
        "northmoor-system", "Northmoor Police system", "Northmoor Police", (_P.PARTNER_SYSTEM,)
    ),
    PersonPart("idris", "Idris Pell", "Northmoor Police", (_P.AUDITOR,)),
    PersonPart("sefton", "Sefton Rae", "Northmoor Police", (_P.INTELLIGENCE_ANALYST,)),
    PersonPart("marek", "Marek Thorne", "Eastvale Police", (_P.CALL_HANDLER,)),
    PersonPart("lowri", "Sgt Lowri Pike", "Eastvale Police", (_P.DUTY_SERGEANT,)),
    PersonPart("femi", "Insp. Femi Ashdown", "Eastvale Police", (_P.DUTY_INSPECTOR,)),
    PersonPart("bea", "Bea Latchford", "Eastvale Police", (_P.MISSING_PERSON_COORDINATOR,)),
    PersonPart("ravi", "DI Ravi Stroud", "Eastvale Police", (_P.DETECTIVE_INSPECTOR,)),
    PersonPart("joan", "Supt Joan Kestrel", "Eastvale Police", (_P.SUPERINTENDENT,)),
    PersonPart(
        "eastvale-system", "Eastvale Police system", "Eastvale Police", (_P.PARTNER_SYSTEM,)
    ),
    PersonPart("nadia", "Nadia Birch", "Harrowfell Council", (_P.SOCIAL_WORK_TEAM,)),
    PersonPart("gwen", "Gwen Talbot", "Harrowfell Council", (_P.EMERGENCY_DUTY_TEAM,)),
    PersonPart("priya", "Priya Sandgate", "Harrowfell Council", (_P.MISSING_COORDINATOR,)),
    PersonPart("leon", "Leon Ashworth", "Harrowfell Council", (_P.TEAM_MANAGER,)),
    PersonPart("moira", "Moira Fenn", "Harrowfell Council", (_P.SERVICE_MANAGER,)),
    PersonPart("ruth", "Ruth Castell", "Harrowfell Council", (_P.DIRECTOR,)),
    PersonPart("ursula", "Ursula Keane", "Harrowfell Council", (_P.AUDITOR,)),
    PersonPart("maud", "Maud Ellery", "Harrowfell Council", (_P.REVIEWING_OFFICER,)),
    PersonPart("sol", "Sol Whitcombe", "Millbrook Council", (_P.SOCIAL_WORK_TEAM,)),
    PersonPart("kit", "Kit Danvers", "Millbrook Council", (_P.EMERGENCY_DUTY_TEAM,)),
    PersonPart("hana", "Hana Osgood", "Millbrook Council", (_P.MISSING_COORDINATOR,)),
    PersonPart("peter", "Peter Quill", "Millbrook Council", (_P.TEAM_MANAGER,)),
    PersonPart("yusra", "Yusra Colne", "Millbrook Council", (_P.SERVICE_MANAGER, _P.DIRECTOR)),
    PersonPart("elin", "Elin Marsh", "Eastvale County Council", (_P.SOCIAL_WORK_TEAM,)),
    PersonPart("dev", "Dev Harrow", "Eastvale County Council", (_P.EMERGENCY_DUTY_TEAM,)),
    PersonPart("carys", "Carys Dunmore", "Eastvale County Council", (_P.MISSING_COORDINATOR,)),
    PersonPart("abel", "Abel Rushton", "Eastvale County Council", (_P.TEAM_MANAGER,)),
    PersonPart("nora", "Nora Vane", "Eastvale County Council", (_P.SERVICE_MANAGER, _P.DIRECTOR)),
    PersonPart("isla", "Isla Greaves", "Fellside Health Trust", (_P.SAFEGUARDING_NURSE,)),
    PersonPart("joss", "Joss Amberley", "Larch House", (_P.PLACEMENT_STAFF,)),
    PersonPart("wendy", "Wendy Carrow", "Larch House", (_P.HOME_MANAGER,)),
    PersonPart("tariq", "Tariq Levens", "Tideway House", (_P.PLACEMENT_STAFF,)),
    PersonPart("ffion", "Ffion Brand", "Tideway House", (_P.HOME_MANAGER,)),
    PersonPart("grace", "Grace Ottery", "Beckside Academy", (_P.SAFEGUARDING_LEAD,)),
    PersonPart("zofia", "Zofia Lark", "Homeward Voices", (_P.INTERVIEW_COORDINATOR,)),
    PersonPart("ben", "Ben Tolland", "Homeward Voices", (_P.INTERVIEWER,)),
    PersonPart("mei", "Mei Farrant", "Open Road Interviews", _CHARITY_POSTS),
    PersonPart("harri", "Harri Stone", "National Missing Persons Desk", (_P.NATIONAL_DESK,)),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The agencies and people of a partnership, by name."""

    agencies: dict[str, UUID]
    people: dict[str, UUID]

    def viewer(
        self, username: str, *, now: datetime, purpose: Purpose | None = Purpose.SEARCH
    ) -> facts.Viewer:
        """A person as the rules see them. Raises KeyError for nobody of that name."""
        found = viewers.viewer_of(self.people[username], now=now, purpose=purpose)
        if found is None:
            raise KeyError(username)
        return found

    def post(self, agency: str, kind: PostKind) -> UUID:
        """A post of an agency. Raises KeyError when the agency has no such post."""
        for post in agencies.posts_of([self.agencies[agency]]):
            if post.kind == kind:
                return post.id
        raise KeyError(f"{agency}: {kind.label}")


def is_set_up() -> bool:
    """Whether any partnership exists yet."""
    return agencies.partnerships().exists()


def assemble(
    *,
    now: datetime,
    content: protocol.Protocol = protocol.DEFAULT,
    in_force_from: datetime | None = None,
    password: str | None = None,
    mark: str = "",
) -> Cast:
    """Set up the partnership, its agencies and its people, as of `now`.

    A `mark` after every name sets up a second one beside the first, for a replay.
    """
    partnership_formed.partnership(
        PARTNERSHIP + mark,
        content=content,
        owners=OWNERS,
        in_force_from=in_force_from or now - timedelta(days=3650),
        now=now,
    )
    began = now - timedelta(days=3650)
    made = _agencies(mark, began=began)
    people = partnership_formed.practitioners(
        [
            told.NewPractitioner(
                part.name,
                username=part.username + mark,
                agency_id=made[part.agency],
                posts=part.posts,
                email=f"{part.username}@demo.invalid",
                password=password,
            )
            for part in PEOPLE
        ],
        now=began,
    )
    return Cast(made, dict(zip((part.username for part in PEOPLE), people, strict=True)))


def beside(cast: Cast, username: str, *, called: str, now: datetime, mark: str = "") -> None:
    """Somebody more in the cast, in the same agency and posts as another. Raises KeyError."""
    like = {part.username: part for part in PEOPLE}[username]
    new = told.NewPractitioner(
        called.capitalize(),
        username=called + mark,
        agency_id=cast.agencies[like.agency],
        posts=like.posts,
    )
    [cast.people[called]] = partnership_formed.practitioners([new], now=now)


def _agencies(mark: str, *, began: datetime) -> dict[str, UUID]:
    """Every agency, by name, in the order of AGENCIES: as many at once as name none before them."""
    made: dict[str, UUID] = {}
    while left := AGENCIES[len(made) :]:
        known = {None, *made}
        ready = [*takewhile(lambda part: {part.force, part.council} <= known, left)]  # noqa: B023
        ids = partnership_formed.agencies(
            [
                told.NewAgency(
                    part.name + mark,
                    kind=part.kind,
                    posts={post: _address(part.name, post) for post in part.posts},
                    police_force_id=made[part.force] if part.force else None,
                    council_id=made[part.council] if part.council else None,
                )
                for part in ready
            ],
            partnership_name=PARTNERSHIP + mark,
            now=began,
        )
        made |= dict(zip((part.name for part in ready), ids, strict=True))
    return made


def find() -> Cast:
    """The partnership that is already set up."""
    return Cast(
        {agency.name: agency.id for agency in agencies.agencies()},
        {person.username: person.id for person in practitioners.everybody()},
    )


def _address(agency: str, post: PostKind) -> str:
    place = agency.lower().replace(" ", "-")
    return f"{post}@{place}.invalid"
