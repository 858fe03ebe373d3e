"""What each reader may be shown of each child: the policy once more, in other words.

Written from the policy as people read it (docs/access.md, "What each part reads", "Post by post")
and from nothing of the code that decides: neither its tables nor its functions. It knows the rows
of the world as they are stored. Where the service and this page differ, one of them is wrong; a
difference is never settled by making one ask the other.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property
from typing import Any
from uuid import UUID

from tests.canary.marks import Canary, Planted

# ---------------------------------------------------------------- what each part reads

FORCES = ("home_force", "host_force")
COUNCILS = ("responsible_authority", "host_authority")
FOR_COUNCILS = "summary report risk response search found offers shared support family"
FOR_A_HOME = "summary report response search found offers support family"
READS: dict[str, frozenset[str]] = {
    part: frozenset(sections.split())
    for part, sections in {
        "home_force": FOR_COUNCILS + " intelligence",
        "host_force": FOR_COUNCILS + " intelligence",
        "responsible_authority": FOR_COUNCILS,
        "host_authority": FOR_COUNCILS,
        "placement": FOR_A_HOME,
        "school": "summary found",
        "health": "summary found",
        "interview_provider": "summary found offers shared support",
        "national_unit": "summary",
        "other_forces": "summary",
        "reporter": "summary report",
    }.items()
}
LEARNS_NO_MORE = {"placement", "school", "health", "interview_provider", "reporter"}

# ---------------------------------------------------------------- what each post may look at

POLICE = {
    *("duty_sergeant", "duty_inspector", "missing_person_coordinator"),
    *("detective_inspector", "superintendent"),
}
COUNCIL = {
    *("social_work_team", "emergency_duty_team", "missing_coordinator"),
    *("team_manager", "service_manager", "director"),
}
HOME = {"placement_staff", "home_manager"}
ANSWERS_FOR_SYSTEMS = {
    *("superintendent", "service_manager", "director", "home_manager"),
    *("safeguarding_nurse", "safeguarding_lead", "interview_coordinator"),
}
AROUND = {"safeguarding_nurse", "safeguarding_lead"}
CHARITY = {"interview_coordinator", "interviewer"}
HELPS = {"helpline_worker", "charity_caseworker"}
READS_ONLY = {"intelligence_analyst", "reviewing_officer"}
LOOKS_CHILDREN_UP = {"call_handler", "partner_system"} | POLICE | COUNCIL | HOME | READS_ONLY
REPORTS_A_CHILD = (LOOKS_CHILDREN_UP - READS_ONLY) | AROUND | HELPS
EVERYBODY = REPORTS_A_CHILD | CHARITY | READS_ONLY | {"national_desk"}
OPENS_A_CHILDS_RECORD = EVERYBODY - {"national_desk"} - HELPS
WORKS_SUPPORT = EVERYBODY - {
    *("call_handler", "partner_system", "intelligence_analyst", "helpline_worker")
}
KEEPS_INTERVIEWS = {"interview_coordinator", "missing_coordinator"}

# ---------------------------------------------------------------- the child's own record

LOOKS_OR_MEETS = frozenset({"report", "offers"})
ACTS_OR_MEETS = frozenset({"response", "offers"})
OPENED_BY: dict[str, frozenset[str]] = {
    "given_name": frozenset({"summary"}),
    "family_name": frozenset({"summary"}),
    "known_as": frozenset({"summary"}),
    "age_stated": frozenset({"summary"}),
    "language": frozenset({"summary"}),
    "date_of_birth": LOOKS_OR_MEETS,
    "sex": LOOKS_OR_MEETS,
    "ethnicity": LOOKS_OR_MEETS,
    "ethnicity_source": LOOKS_OR_MEETS,
    "description": LOOKS_OR_MEETS,
}
TELLS_APART = {"given_name", "family_name", "known_as"}
NAMES = TELLS_APART

# ---------------------------------------------------------------- where each text belongs
# Every text field of every model of ours, once. `in a section` of an episode; `of the child`;
# `staff`, which whoever is signed in may read; or a rule of its own, by name.

SECTION_OF: dict[str, str] = {
    "episodes.Episode": "summary",
    "episodes.TypeGiven": "response",
    "intake.MissingReport": "report",
    "intake.ReportAnswer": "report",
    "risk.Assessment": "risk",
    "risk.FactorAnswer": "risk",
    "risk.JointAssessment": "risk",
    "risk.Challenge": "risk",
    "risk.ChallengeAnswer": "risk",
    "response.Step": "response",
    "response.Duty": "response",
    "response.Handover": "response",
    "response.Review": "response",
    "response.FamilyTold": "family",
    "search.Sighting": "search",
    "search.Hypothesis": "search",
    "found.Located": "found",
    "found.Returned": "found",
    "found.PreventionInterview": "found",
    "found.PoliceRecordClosed": "found",
    "found.Finalised": "found",
    "interviews.Referral": "offers",
    "interviews.Offer": "offers",
    "interviews.Attempt": "offers",
    "interviews.NotOffered": "offers",
    "support.Plan": "support",
    "support.PlanAction": "support",
    "support.Asked": "support",
}
IN_ANOTHER_SECTION: dict[str, str] = {
    "episodes.Episode.police_reference": "report",
    "episodes.Episode.closing_summary": "response",
}
OF_A_CHILD: dict[str, frozenset[str]] = {
    "children.Contact": frozenset({"family"}),
    "children.ChildMarker": ACTS_OR_MEETS,
}
PART_OF_AN_INTERVIEW: dict[str, str] = {
    "own_words": "confidential",
    "confidential": "confidential",
    "shareable": "shareable",
    "would_help": "shareable",
    "carer_view": "shareable",
    "where_and_with_whom": "intelligence",
    "intelligence": "intelligence",
    "place": "",
    "present": "",
}
STAFF = {
    "agencies.Partnership.name",
    "agencies.Agency.name",
    "agencies.Agency.email",
    "agencies.Agency.telephone",
    "agencies.Post.title",
    "agencies.Post.email",
    "agencies.Protocol.police_owner",
    "agencies.Protocol.council_owner",
    "practitioners.Practitioner.name",
}
OWN_ONLY = {
    "practitioners.Practitioner.username",
    "practitioners.Practitioner.email",
    "practitioners.ApiToken.label",
    "practitioners.SignIn.device",
    "intake.Draft.content",
}
SHOWN_TO_NOBODY = {"children.Identifier.value"}
# The interview's own answers, and what else is held back row by row, not by the section alone.
BY_A_RULE = {"interviews.Interview", "interviews.Release", "children.Child", "children.ChildDetail"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks. `posts` and `active` as they are at this moment; `agency_id` is where they work."""

    name: str
    practitioner_id: UUID | None
    agency_id: UUID | None
    posts: frozenset[str]
    active: bool = True
    kind: str = ""

    def may(self, posts: Iterable[str]) -> bool:
        """Whether one of these posts is held, by an account that is open."""
        return self.active and bool(self.posts & set(posts))


@dataclass(eq=False)
class Oracle:
    """What may be shown, worked out from the rows of the world."""

    planted: Planted
    now: datetime

    @cached_property
    def quiet_home(self) -> str:
        """The canary that names the home of which nobody works with the record."""
        return self._last_agencies[0]

    @cached_property
    def empty_home(self) -> str:
        """The canary that names the home where no child lives."""
        return self._last_agencies[1]

    @cached_property
    def _last_agencies(self) -> list[str]:
        rows = sorted(self.planted.of("agencies.Agency"), key=lambda row: row["id"])
        return [row["name"].lower() for row in rows[-2:]]

    # ------------------------------------------------------------ the rows, by what they are of

    @cached_property
    def episodes_of(self) -> dict[UUID, list[dict[str, Any]]]:
        """The episodes of each child."""
        return _by(self.planted.of("episodes.Episode"), "child_id")

    @cached_property
    def parts_in(self) -> dict[UUID, list[dict[str, Any]]]:
        """The parts in each episode."""
        return _by(self.planted.of("episodes.Party"), "episode_id")

    @cached_property
    def care_of(self) -> dict[UUID, dict[str, Any]]:
        """The newest care arrangement of each child."""
        rows = sorted(
            self.planted.of("children.CareArrangement"), key=lambda row: (row["since"], row["id"])
        )
        return {row["child_id"]: row for row in rows}

    @cached_property
    def covered_by(self) -> dict[UUID, list[UUID]]:
        """The episodes each interview covers."""
        found = _by(self.planted.of("interviews.InterviewCovers"), "interview_id")
        return {key: [row["episode_id"] for row in rows] for key, rows in found.items()}

    def _row(self, label: str, key: UUID) -> dict[str, Any]:
        return self.planted.rows[label][key]

    @cache  # noqa: B019  # one oracle a world
    def of_which(self, canary: Canary) -> tuple[set[UUID], set[UUID]]:
        """The episodes and the children a canary is of; none for what is of nobody."""
        row = canary.row
        for pointer, label in PARENTS:
            if row.get(pointer) is not None and f"{pointer} {_model(canary)}" not in NOT_A_PARENT:
                row = row | {
                    name: value
                    for name, value in self._row(label, row[pointer]).items()
                    if name in ("episode_id", "child_id")
                }
        episodes = {row["episode_id"]} if row.get("episode_id") else set()
        if _model(canary) == "episodes.Episode":
            episodes = {row["id"]}
        for interview in ("id",) if _model(canary) == "interviews.Interview" else ("interview_id",):
            episodes |= set(self.covered_by.get(row.get(interview), ()))
        children = {self._row("episodes.Episode", each)["child_id"] for each in episodes}
        if _model(canary) == "children.Child":
            children |= {row["id"]}
        return episodes, children | ({row["child_id"]} if row.get("child_id") else set())

    # ------------------------------------------------------------ parts and sections

    def parts(self, reader: Reader, episode_id: UUID) -> list[dict[str, Any]]:
        """The parts of the reader's agency in an episode that have not ended."""
        return [
            part
            for part in self.parts_in.get(episode_id, ())
            if part["agency_id"] == reader.agency_id and part["ended_at"] is None
        ]

    @cache  # noqa: B019
    def sections(self, reader: Reader, episode_id: UUID) -> frozenset[str]:
        """The sections of an episode the reader may read."""
        if not reader.may(EVERYBODY):
            return frozenset()
        held = self.parts(reader, episode_id)
        return frozenset().union(*(READS[part["capacity"]] for part in held))

    @cache  # noqa: B019
    def of_the_record(self, reader: Reader, child_id: UUID) -> frozenset[str]:
        """The sections that open the child's own record of today."""
        if not reader.may(OPENS_A_CHILDS_RECORD):
            return frozenset()
        held = {part for agency, part in self._care(child_id) if agency == reader.agency_id}
        for episode in self.episodes_of.get(child_id, ()):
            held |= {
                part["capacity"]
                for part in self.parts(reader, episode["id"])
                if self._counts(part, episode)
            }
        return frozenset().union(*(READS[part] for part in held))

    def _care(self, child_id: UUID) -> list[tuple[UUID | None, str]]:
        """The force and council where the child lives lead; those from elsewhere stand beside."""
        care = self.care_of.get(child_id)
        if care is None:
            return []
        lead = care["host_force_id"] or care["home_force_id"]
        council = care["responsible_authority_id"] or care["host_authority_id"]
        other = care["home_force_id"] if care["home_force_id"] != lead else None
        host = care["host_authority_id"] if care["host_authority_id"] != council else None
        return [
            (lead, "host_force"),
            (other, "home_force"),
            (council, "responsible_authority"),
            (host, "host_authority"),
            (care["placement_id"], "placement"),
            (care["school_id"], "school"),
            (care["health_id"], "health"),
        ]

    def _counts(self, part: dict[str, Any], episode: dict[str, Any]) -> bool:
        """Once closed, those around the child learn no more by it, but a provider asked since."""
        closed = episode["closed_at"]
        if closed is None or part["capacity"] not in LEARNS_NO_MORE:
            return True
        asked_since = part["capacity"] == "interview_provider" and part["recorded_at"] > closed
        return asked_since and part["finished_at"] is None

    def knows_until(self, reader: Reader, episode_id: UUID) -> datetime | None:
        """Until when an episode tells of the child's own record; None where it is to this day."""
        episode = self._row("episodes.Episode", episode_id)
        held = self.parts(reader, episode_id)
        if any(self._counts(part, episode) for part in held):
            return None
        return episode["closed_at"]

    # ------------------------------------------------------------ may it be shown?

    def may(self, reader: Reader, canary: Canary) -> bool:
        """Whether the reader may ever be shown this text."""
        if not reader.active or reader.practitioner_id is None:
            return False
        name, model = canary.field, _model(canary)
        if name in STAFF:
            return True
        if name == "practitioners.ApiToken.label" and self._is_of_our_system(reader, canary):
            return True
        if name in OWN_ONLY:
            own = canary.row.get("practitioner_id") or canary.row["id"]
            return own == reader.practitioner_id
        if name in SHOWN_TO_NOBODY:
            return False
        return any(rule(self, reader, canary) for rule in RULES.get(model, (_by_section,)))

    def _is_of_our_system(self, reader: Reader, canary: Canary) -> bool:
        """Whoever answers for an agency sees by what its systems sign in."""
        bearer = canary.row["practitioner_id"]
        is_ours = self._agency_of.get(bearer) == reader.agency_id
        return reader.may(ANSWERS_FOR_SYSTEMS) and is_ours and bearer in self._systems

    @cache  # noqa: B019
    def allowed(self, reader: Reader) -> frozenset[str]:
        """Every canary the reader may be shown."""
        return frozenset(
            word for word, canary in self.planted.canaries.items() if self.may(reader, canary)
        )

    def may_know_home(self, reader: Reader, child_id: UUID) -> bool:
        """Whether the reader may know where the child lives."""
        reads = set(self.of_the_record(reader, child_id))
        for episode in self.episodes_of.get(child_id, ()):
            reads |= self.sections(reader, episode["id"])
        return bool(ACTS_OR_MEETS & reads)

    def may_know_episode(self, reader: Reader, episode_id: UUID) -> bool:
        """Whether the reader may know that there is this episode."""
        return bool(self.sections(reader, episode_id))

    def may_know_child(self, reader: Reader, child_id: UUID) -> bool:
        """Whether the reader may know that there is this child."""
        return bool(self.of_the_record(reader, child_id))

    @cache  # noqa: B019
    def references(self, reader: Reader) -> frozenset[str]:
        """Every reference the reader may be shown."""
        return frozenset(
            reference
            for reference, (label, key) in self.planted.references.items()
            if self._may_read_reference(reader, label, key)
        )

    def _may_read_reference(self, reader: Reader, label: str, key: UUID) -> bool:
        if label == "episodes.Episode":
            return (
                self.may_know_episode(reader, key)
                or self._reported(reader, key)
                or (self._is_asked_of(reader, key))
            )
        return self.may_know_child(reader, key) or any(
            self.may_know_episode(reader, each["id"]) for each in self.episodes_of.get(key, ())
        )

    @cached_property
    def _agency_of(self) -> dict[UUID, UUID]:
        people = self.planted.of("practitioners.Practitioner")
        return {row["id"]: row["agency_id"] for row in people}

    @cached_property
    def _systems(self) -> set[UUID]:
        """Who is a partner's system, by the posts that are held."""
        posts = {row["id"]: row["kind"] for row in self.planted.of("agencies.Post")}
        held = self.planted.of("practitioners.Holding")
        return {row["practitioner_id"] for row in held if posts[row["post_id"]] == "partner_system"}

    def _reported(self, reader: Reader, episode_id: UUID) -> bool:
        """Whether the reader's agency reported this, and so may read back its own report."""
        return reader.may(REPORTS_A_CHILD) and any(
            self._agency_of.get(row["recorded_by_id"]) == reader.agency_id
            for row in self.reports_of.get(episode_id, ())
        )

    @cached_property
    def reports_of(self) -> dict[UUID, list[dict[str, Any]]]:
        """The reports of each episode."""
        return _by(self.planted.of("intake.MissingReport"), "episode_id")

    def _is_asked_of(self, reader: Reader, episode_id: UUID) -> bool:
        """Whether support for the child of this episode is asked of the reader's agency."""
        return reader.may(WORKS_SUPPORT) and any(
            action["agency_id"] == reader.agency_id
            for action in self.planted.of("support.PlanAction")
            if self._row("support.Plan", action["plan_id"])["episode_id"] == episode_id
        )

    def both_are_in(self, episode_id: UUID) -> bool:
        """Whether both sides have assessed, or the time for being blind is over."""
        sides = {
            row["side"]
            for row in self.planted.of("risk.Assessment")
            if row["episode_id"] == episode_id
        }
        episode = self._row("episodes.Episode", episode_id)
        return (
            len(sides) == 2
            or self.now >= max(episode["recorded_at"], episode["reported_at"]) + BLIND_FOR
        )


BLIND_FOR = timedelta(hours=4)  # the numbers the protocol starts with
PARENTS = (
    ("report_id", "intake.MissingReport"),
    ("assessment_id", "risk.Assessment"),
    ("challenge_id", "risk.Challenge"),
    ("plan_id", "support.Plan"),
    ("interview_id", "interviews.Interview"),
)
NOT_A_PARENT: set[str] = set()


def _by(rows: Iterable[dict[str, Any]], name: str) -> dict[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row[name]].append(row)
    return found


def _model(canary: Canary) -> str:
    return canary.field.rpartition(".")[0]


def _field(canary: Canary) -> str:
    return canary.field.rpartition(".")[2]


# ---------------------------------------------------------------- the rules, one a kind of text


def _by_section(oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    """The part of the reader's agency reads the section the text stands in."""
    section = IN_ANOTHER_SECTION.get(canary.field) or SECTION_OF.get(_model(canary), "")
    episodes, _children = oracle.of_which(canary)
    return any(section in oracle.sections(reader, each) for each in episodes)


def _judged(oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    """Each side reads its own judgement; the other's only once both are in."""
    if not _by_section(oracle, reader, canary):
        return False
    (episode_id,) = oracle.of_which(canary)[0]
    row = canary.row
    if _model(canary) == "risk.FactorAnswer":
        row = oracle.planted.rows["risk.Assessment"][row["assessment_id"]]
    side = "police" if reader.kind == "police" else "childrens_services"
    return row["side"] == side or oracle.both_are_in(episode_id)


def _own_report(oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    """An agency reads back what it said itself."""
    row = canary.row
    if _model(canary) == "intake.ReportAnswer":
        row = oracle.planted.rows["intake.MissingReport"][row["report_id"]]
    by = oracle._agency_of.get(row["recorded_by_id"])
    return reader.may(REPORTS_A_CHILD) and by == reader.agency_id


def _own_work(_oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    """What a person's own agency has to do it reads, whatever its part."""
    owner = canary.row.get("owner_agency_id") or canary.row.get("agency_id")
    return reader.may(EVERYBODY) and owner == reader.agency_id


def _asked_of_them(_oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    """Whoever is asked to give support reads what is asked of them."""
    return reader.may(WORKS_SUPPORT) and canary.row["agency_id"] == reader.agency_id


def _of_the_child(oracle: Oracle, reader: Reader, canary: Canary, by: frozenset[str]) -> bool:
    """A fact of the child's own record: of today by it, or by an episode, as known at its end."""
    _episodes, children = oracle.of_which(canary)
    (child_id,) = children
    if by & oracle.of_the_record(reader, child_id):
        return True
    for episode in oracle.episodes_of.get(child_id, ()):
        if by & oracle.sections(reader, episode["id"]):
            until = oracle.knows_until(reader, episode["id"])
            if until is None or canary.row["recorded_at"] <= until:
                return True
    return False


def _a_fact(oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    return _of_the_child(oracle, reader, canary, OF_A_CHILD[_model(canary)])


def _a_detail(oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    """A detail, to whoever may know the fact of the record it was given for."""
    fact = canary.row.get("field") or _field(canary)
    by = OPENED_BY.get(fact, frozenset())
    return _of_the_child(oracle, reader, canary, by)


def _which_child(oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    """Whoever has something to do for a child must know which child it is for."""
    fact = canary.row.get("field") or _field(canary)
    is_value = _field(canary) in {"value", *NAMES}
    (child_id,) = oracle.of_which(canary)[1]
    return (
        fact in NAMES
        and is_value
        and any(
            oracle._is_asked_of(reader, each["id"]) for each in oracle.episodes_of.get(child_id, ())
        )
    )


def _heard(oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    """The interviewer and their agency's coordinator read all; others each part while released."""
    row, part = canary.row, PART_OF_AN_INTERVIEW[_field(canary)]
    episodes, _children = oracle.of_which(canary)
    reads = frozenset().union(*(oracle.sections(reader, each) for each in episodes))
    if not reads:
        return False
    if row["provider_id"] == reader.agency_id and (
        row["interviewer_id"] == reader.practitioner_id or reader.may(KEEPS_INTERVIEWS)
    ):
        return True
    if not part or part not in released(oracle, row["id"]):
        return False
    return ("intelligence" if part == "intelligence" else "shared") in reads


def released(oracle: Oracle, interview_id: UUID) -> set[str]:
    """The parts of an interview that are released now: by the newest decision on each."""
    decided = sorted(
        (
            row
            for row in oracle.planted.of("interviews.Release")
            if row["interview_id"] == interview_id
        ),
        key=lambda row: (row["recorded_at"], row["id"]),
    )
    return {part for part, yes in {row["part"]: row["released"] for row in decided}.items() if yes}


def _decided(oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    """Why a part was released or held back: to whoever reads shared findings, or holds them."""
    interview = oracle.planted.rows["interviews.Interview"][canary.row["interview_id"]]
    episodes, _children = oracle.of_which(canary)
    reads = frozenset().union(*(oracle.sections(reader, each) for each in episodes))
    own = interview["provider_id"] == reader.agency_id and (
        interview["interviewer_id"] == reader.practitioner_id or reader.may(KEEPS_INTERVIEWS)
    )
    return "shared" in reads or (bool(reads) and own)


def _never(_oracle: Oracle, _reader: Reader, _canary: Canary) -> bool:
    return False


Rule = Callable[[Oracle, Reader, Canary], bool]
RULES: dict[str, tuple[Rule, ...]] = {
    "risk.Assessment": (_judged,),
    "risk.FactorAnswer": (_judged,),
    "intake.MissingReport": (_by_section, _own_report),
    "intake.ReportAnswer": (_by_section, _own_report),
    "response.Step": (_by_section, _own_work),
    "response.Duty": (_by_section, _own_work),
    "support.PlanAction": (_by_section, _asked_of_them),
    "children.Child": (_a_detail, _which_child),
    "children.ChildDetail": (_a_detail, _which_child),
    "children.Contact": (_a_fact,),
    "children.ChildMarker": (_a_fact,),
    "interviews.Interview": (_heard,),
    "interviews.Release": (_decided,),
}


def fields_known() -> set[str]:
    """Every model this page says something of, and each field it names apart."""
    return (
        set(SECTION_OF)
        | set(OF_A_CHILD)
        | BY_A_RULE
        | STAFF
        | OWN_ONLY
        | SHOWN_TO_NOBODY
        | {"interviews.Interview." + name for name in PART_OF_AN_INTERVIEW}
    )
