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
COUNCIL_MANAGERS = {"team_manager", "service_manager", "director"}
APPROVES_EXPORTS = COUNCIL_MANAGERS | {"duty_inspector", "detective_inspector", "superintendent"}
REVIEWS_LOOKS = APPROVES_EXPORTS | {"auditor"}
REVIEWS_EMERGENCIES = APPROVES_EXPORTS | {"missing_person_coordinator", "missing_coordinator"}
SAYS_WHO_MUST_NOT_KNOW = REVIEWS_EMERGENCIES | AROUND | {"home_manager", "interview_coordinator"}
DESTROYS_KEYS = {"superintendent", "director"}
CHECKS_REPORTS = {"call_handler", "duty_sergeant", "duty_inspector"}  # of the police

# ---------------------------------------------------------------- what is kept from somebody

# docs/adr/020: what is not disclosed takes whole sections with it, since free text may tell it; and
# a child whose return is not disclosed does not exist for whom it is kept from.
CLOSES_ALL = {"everything", "return"}
KEEPS_BACK: dict[str, frozenset[str]] = {
    "whereabouts": READS["home_force"] - {"summary"},
    "placement": READS["home_force"] - {"summary", "family", "intelligence"},
}
# docs/adr/021: an emergency look finds a child and keeps them safe tonight.
IN_AN_EMERGENCY = frozenset({"summary", "report", "risk", "response", "search", "found"})
LEADING = frozenset({*FORCES, *COUNCILS})

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
    "response.Notice": "response",
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
    "unsent.UnsentForm.content",
}
SHOWN_TO_NOBODY = {
    "children.Identifier.value",
    "looks.Given.opened_why",  # it stands in the ledger, as the reason of that look
    "protection.Joined.parted_why",
    "protection.Word.outcome",
    "safety.Person.email",
    "safety.Withholding.lift_reason",
    "files.File.withdrawn_why",
}
# Of the ledger and of what is taken out, which name no child: whoever reads them opens none.
OF_THE_WORK = {
    "looks.LookReview.explanation",
    "exports.Export.reason",
    "exports.Export.recipient_name",
    "exports.Export.declined_why",
}
# The interview's own answers, and what else is held back row by row, not by the section alone.
BY_A_RULE = {
    *("interviews.Interview", "interviews.Release", "children.Child", "children.ChildDetail"),
    *("protection.Seal", "protection.Lowering", "protection.Joined"),
    *("kept.ProtectedAddress", "kept.ConfidentialSource", "kept.LegalAdvice"),
    *("safety.Conflict", "safety.Withholding", "safety.Person"),
    *("emergency.BreakGlass", "exports.Export", "files.File"),
    *("looks.LookReview", "enciphering.DataKey", "journal.HeldReport"),
}


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
        children |= {row[name] for name in ("child_id", "one_id", "other_id") if row.get(name)}
        if _model(canary) == "enciphering.DataKey" and row["of"] in self.planted.rows[CHILD]:
            children |= {row["of"]}
        return episodes, children

    # ------------------------------------------------------------ who exists for whom

    @cached_property
    def lists_of(self) -> dict[UUID, list[frozenset[UUID]]]:
        """The named list of each seal that stands, by the child whose record bears it."""
        named = _by(self.planted.of("protection.Named"), "seal_id")
        found: dict[UUID, list[frozenset[UUID]]] = defaultdict(list)
        for seal in self.planted.of("protection.Seal"):
            if seal["lifted_at"] is None:
                standing = [row for row in named[seal["id"]] if row["ended_at"] is None]
                listed = frozenset(row["practitioner_id"] for row in standing)
                for child_id in self.one_child(seal["child_id"]):
                    found[child_id].append(listed)
        return found

    def one_child(self, child_id: UUID) -> set[UUID]:
        """The records that are joined as one child with this one: each bears the seals of all."""
        found, waiting = {child_id}, [child_id]
        while waiting:
            here = waiting.pop()
            for row in self.planted.of("protection.Joined"):
                pair = {row["one_id"], row["other_id"]}
                if row["parted_at"] is None and here in pair:
                    waiting += pair - found
                    found |= pair
        return found

    @cached_property
    def people_of(self) -> dict[UUID, set[UUID]]:
        """Which people an account is of."""
        rows = _by(self.planted.of("safety.PersonAccount"), "practitioner_id")
        return {key: {row["person_id"] for row in each} for key, each in rows.items()}

    @cache  # noqa: B019
    def kept_from(self, reader: Reader) -> frozenset[UUID]:
        """The children who are kept from this person, or of whom their agency must not know."""
        people = self.people_of.get(reader.practitioner_id, set())
        conflicts = {
            row["child_id"]
            for row in self.planted.of("safety.Conflict")
            if row["lifted_at"] is None and row["person_id"] in people
        }
        closed = {child for child, matter in self.withheld(reader) if matter in CLOSES_ALL}
        return frozenset(conflicts | closed) - {None}

    @cache  # noqa: B019
    def withheld(self, reader: Reader) -> frozenset[tuple[UUID, str]]:
        """What of which child is not disclosed to the agency of this reader, or to them."""
        people = self.people_of.get(reader.practitioner_id, set())
        return frozenset(
            (row["child_id"], row["matter"])
            for row in self.planted.of("safety.Withholding")
            if row["lifted_at"] is None
            and (row["agency_id"] == reader.agency_id or row["person_id"] in people)
        )

    def exists_for(self, reader: Reader, child_id: UUID) -> bool:
        """Whether there is this child, to the reader: on every list, and not kept from them."""
        lists = self.lists_of.get(child_id, ())
        return child_id not in self.kept_from(reader) and all(
            reader.practitioner_id in listed for listed in lists
        )

    def has_open(self, reader: Reader, child_id: UUID) -> bool:
        """Whether the reader has the record open in an emergency at this moment."""
        return reader.may(POLICE | COUNCIL) and any(
            row["practitioner_id"] == reader.practitioner_id
            and row["child_id"] == child_id
            and row["opened_at"] <= self.now < row["ends_at"]
            and row["ended_at"] is None
            for row in self.planted.of("emergency.BreakGlass")
        )

    def is_guarded(self, reader: Reader, child_id: UUID) -> bool:
        """Whether there is less of the child for the reader than their agency's part, or more."""
        if not reader.active or reader.practitioner_id is None:
            return False
        is_less = not self.exists_for(reader, child_id) or any(
            each == child_id for each, _matter in self.withheld(reader)
        )
        has_part = bool(self.parts_in_child(reader, child_id))
        return (is_less and has_part) or self.has_open(reader, child_id)

    def guarded_by(self, reader: Reader, child_id: UUID) -> frozenset[str]:
        """What keeps a child from the reader, or opens them: in words, all of it."""
        lists = self.lists_of.get(child_id, ())
        matters = {matter for child, matter in self.withheld(reader) if child == child_id}
        is_listed = all(reader.practitioner_id in listed for listed in lists)
        ways = {
            "sealed": bool(lists) and not is_listed,
            "on every list": bool(lists) and is_listed,
            "kept from them": child_id in self.kept_from(reader),
            "open in an emergency": self.has_open(reader, child_id),
        }
        return frozenset(matters | {way for way, is_so in ways.items() if is_so})

    def _kept_back(self, reader: Reader, child_id: UUID) -> frozenset[str]:
        """The sections that could tell what is not disclosed to the reader of this child."""
        matters = {matter for child, matter in self.withheld(reader) if child == child_id}
        return frozenset().union(*(KEEPS_BACK.get(each, frozenset()) for each in matters))

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
        child_id = self._row("episodes.Episode", episode_id)["child_id"]
        if not reader.may(EVERYBODY) or not self.exists_for(reader, child_id):
            return frozenset()
        reads = IN_AN_EMERGENCY if self.has_open(reader, child_id) else frozenset()
        held = self.parts(reader, episode_id)
        reads = reads.union(*(READS[part["capacity"]] for part in held))
        return reads - self._kept_back(reader, child_id)

    @cache  # noqa: B019
    def of_the_record(self, reader: Reader, child_id: UUID) -> frozenset[str]:
        """The sections that open the child's own record of today."""
        if not reader.may(OPENS_A_CHILDS_RECORD) or not self.exists_for(reader, child_id):
            return frozenset()
        reads = IN_AN_EMERGENCY if self.has_open(reader, child_id) else frozenset()
        reads = reads.union(*(READS[part] for part in self.parts_in_child(reader, child_id)))
        return reads - self._kept_back(reader, child_id)

    def parts_in_child(self, reader: Reader, child_id: UUID) -> set[str]:
        """The parts the reader's agency has in the child today, by care or by an episode."""
        held = {part for agency, part in self._care(child_id) if agency == reader.agency_id}
        for episode in self.episodes_of.get(child_id, ()):
            held |= {
                part["capacity"]
                for part in self.parts(reader, episode["id"])
                if self._counts(part, episode)
            }
        return held

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
        is_open = self.has_open(reader, episode["child_id"])
        if is_open or any(self._counts(part, episode) for part in held):
            return None
        return episode["closed_at"]

    # ------------------------------------------------------------ may it be shown?

    def may(self, reader: Reader, canary: Canary) -> bool:
        """Whether the reader may ever be shown this text."""
        if not reader.active or reader.practitioner_id is None:
            return False
        name, model = canary.field, _model(canary)
        if name in STAFF or self._is_theirs(reader, canary):
            return True
        if (
            name in OWN_ONLY
            or name in SHOWN_TO_NOBODY
            or not self._is_of_those_who_exist(reader, canary)
        ):
            return False
        return any(rule(self, reader, canary) for rule in RULES.get(model, (_by_section,)))

    def _is_theirs(self, reader: Reader, canary: Canary) -> bool:
        """Whether it is of the reader themselves, or was said by them, whoever the child is."""
        if _model(canary) in OF_A_REPORT:
            return self._said_themselves(reader, self._report_of(canary))
        if canary.field == "practitioners.ApiToken.label" and self._is_of_our_system(
            reader, canary
        ):
            return True
        own = canary.row.get("practitioner_id") or canary.row["id"]
        return canary.field in OWN_ONLY and own == reader.practitioner_id

    def _report_of(self, canary: Canary) -> dict[str, Any]:
        row = canary.row
        if _model(canary) == "intake.ReportAnswer":
            row = self.planted.rows["intake.MissingReport"][row["report_id"]]
        return row

    def _said_themselves(self, reader: Reader, report: dict[str, Any]) -> bool:
        """Whether the reader reported this themselves: they read it back, whoever the child is.

        Were it otherwise, the answer to a report would tell that the child is kept from them. Of a
        record that is sealed from them there is nothing.
        """
        child_id = self._row("episodes.Episode", report["episode_id"])["child_id"]
        lists = self.lists_of.get(child_id, ())
        return (
            reader.may(REPORTS_A_CHILD)
            and report["recorded_by_id"] == reader.practitioner_id
            and self._agency_of.get(report["recorded_by_id"]) == reader.agency_id
            and all(reader.practitioner_id in listed for listed in lists)
        )

    def _is_of_those_who_exist(self, reader: Reader, canary: Canary) -> bool:
        """Whether every child a text is of exists for the reader."""
        return canary.field in OF_THE_WORK or all(
            self.exists_for(reader, each) for each in self.of_which(canary)[1]
        )

    def _is_of_our_system(self, reader: Reader, canary: Canary) -> bool:
        """Whoever answers for an agency sees by what its systems sign in."""
        bearer = canary.row["practitioner_id"]
        is_ours = self._agency_of.get(bearer) == reader.agency_id
        return reader.may(ANSWERS_FOR_SYSTEMS) and is_ours and bearer in self._systems

    def may_be_sent(self, export: dict[str, Any], canary: Canary) -> bool:
        """Whether an agency may be sent this text: as if somebody there held the asker's posts.

        Of a sealed child only where somebody there is on the list.
        """
        asker = self._as_reader(export["asked_by_id"])
        there = [
            row["id"]
            for row in self.planted.of("practitioners.Practitioner")
            if row["agency_id"] == export["recipient_agency_id"]
        ]
        return any(
            self.may(Reader("", each, export["recipient_agency_id"], asker.posts), canary)
            for each in there
        )

    @cache  # noqa: B019
    def _as_reader(self, practitioner_id: UUID) -> Reader:
        posts = self.planted.rows["agencies.Post"]
        held = self.planted.of("practitioners.Holding")
        kinds = {
            posts[row["post_id"]]["kind"]
            for row in held
            if row["practitioner_id"] == practitioner_id
        }
        return Reader("", practitioner_id, self._agency_of[practitioner_id], frozenset(kinds))

    @cache  # noqa: B019
    def allowed(self, reader: Reader) -> frozenset[str]:
        """Every canary the reader may be shown."""
        return frozenset(
            word for word, canary in self.planted.canaries.items() if self.may(reader, canary)
        )

    def may_know_home(self, reader: Reader, child_id: UUID) -> bool:
        """Whether the reader may know where the child lives."""
        if {"whereabouts", "placement"} & {
            matter for child, matter in self.withheld(reader) if child == child_id
        }:
            return False
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
        if label == "exports.Export":
            return may_know_export(reader, self._row(label, key))
        if label == "episodes.Episode":
            return (
                self.may_know_episode(reader, key)
                or self._reported(reader, key)
                or (self._is_asked_of(reader, key))
                or self._is_word(reader, self._row(label, key)["child_id"])
            )
        if self._is_word(reader, key) or self._is_told_of_look(reader, key):
            return True
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
        reports = self.reports_of.get(episode_id, ())
        if any(self._said_themselves(reader, each) for each in reports):
            return True
        child_id = self._row("episodes.Episode", episode_id)["child_id"]
        if not self.exists_for(reader, child_id):
            return False
        return reader.may(REPORTS_A_CHILD) and any(
            self._agency_of.get(row["recorded_by_id"]) == reader.agency_id
            for row in self.reports_of.get(episode_id, ())
        )

    def _is_word(self, reader: Reader, child_id: UUID) -> bool:
        """Whether this record came in as word of a sealed child whose list they are on."""
        return reader.active and any(
            reader.practitioner_id in listed
            for row in self.planted.of("protection.Word")
            if row["other_id"] == child_id
            and self.exists_for(reader, row["child_id"])
            and child_id not in self.kept_from(reader)
            for listed in self.lists_of.get(row["child_id"], ())
        )

    def _is_told_of_look(self, reader: Reader, child_id: UUID) -> bool:
        """Whether a reviewer of a look has said why they must know which child it was at."""
        if not reader.may(REVIEWS_LOOKS) or not self.exists_for(reader, child_id):
            return False
        reviews = self.planted.rows["looks.LookReview"]
        return any(
            row["opened_at"] is not None
            and row["passed_at"] is None
            and row["practitioner_id"] == reader.practitioner_id
            and reviews[row["review_id"]]["child_id"] == child_id
            for row in self.planted.of("looks.Given")
        )

    def is_listed_reader(self, reader: Reader, child_id: UUID, of: str) -> bool:
        """Whether the reader is on the list of those who read a child's sources, or advice."""
        return any(
            row["child_id"] == child_id
            and row["of"] == of
            and row["practitioner_id"] == reader.practitioner_id
            and row["ended_at"] is None
            for row in self.planted.of("kept.Reader")
        )

    def may_say_who_must_not_know(self, reader: Reader, child_id: UUID) -> bool:
        """Whether the reader answers for an agency that works with the child, and may know them."""
        parts = self.parts_in_child(reader, child_id) - {"reporter", "other_forces"}
        return (
            self.may_know_child(reader, child_id)
            and reader.may(SAYS_WHO_MUST_NOT_KNOW)
            and bool(parts)
        )

    @cached_property
    def reports_of(self) -> dict[UUID, list[dict[str, Any]]]:
        """The reports of each episode."""
        return _by(self.planted.of("intake.MissingReport"), "episode_id")

    def _is_asked_of(self, reader: Reader, episode_id: UUID) -> bool:
        """Whether support for the child of this episode is asked of the reader's agency."""
        child_id = self._row("episodes.Episode", episode_id)["child_id"]
        if not self.exists_for(reader, child_id):
            return False
        return reader.may(WORKS_SUPPORT) and any(
            action["agency_id"] == reader.agency_id
            for action in self.planted.of("support.PlanAction")
            if self._row("support.Plan", action["plan_id"])["episode_id"] == episode_id
        )

    def may_check(self, reader: Reader, held: dict[str, Any]) -> bool:
        """Whether the reader checks this report, which waits for a person.

        It is for those who take reports for the police force of the agency it says it came from,
        and for those of every force where it does not say, or the agency names none.
        """
        by = held["claimed_by_id"]
        force = self._force_of(self._agency_of[by]) if by else None
        return (
            held["settled_at"] is None
            and reader.kind == "police"
            and reader.may(CHECKS_REPORTS)
            and force in (None, reader.agency_id)
        )

    def _force_of(self, agency_id: UUID) -> UUID | None:
        """The police force an agency is, or names, or its council does."""
        agency = self._row("agencies.Agency", agency_id)
        if agency["kind"] == "police":
            return agency_id
        if agency["police_force_id"] is None and agency["council_id"] is not None:
            agency = self._row("agencies.Agency", agency["council_id"])
        force: UUID | None = agency["police_force_id"]
        return force

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


OF_A_REPORT = frozenset({"intake.MissingReport", "intake.ReportAnswer"})
CHILD = "children.Child"
BLIND_FOR = timedelta(hours=4)  # the numbers the protocol starts with
ALONE = 25  # so many children one person may take out alone
FILES_BY: dict[str, frozenset[str]] = {
    "photograph": LOOKS_OR_MEETS,
    "absence": frozenset({"response"}),
    "health": frozenset({"response"}),
    "voice": frozenset({"shared"}),
    "family": frozenset({"family"}),
    "intelligence": frozenset({"intelligence"}),
}
PARENTS = (
    ("report_id", "intake.MissingReport"),
    ("assessment_id", "risk.Assessment"),
    ("challenge_id", "risk.Challenge"),
    ("plan_id", "support.Plan"),
    ("interview_id", "interviews.Interview"),
    ("seal_id", "protection.Seal"),
    ("review_id", "looks.LookReview"),
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
    row = oracle._report_of(canary)
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


def _child_of(oracle: Oracle, canary: Canary) -> UUID:
    (child_id,) = oracle.of_which(canary)[1]
    return child_id


def _on_its_list(oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    """What a record is sealed for, and what was asked of it, is read by those on its list."""
    return oracle.may_know_child(reader, _child_of(oracle, canary))


def _joined(oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    """Why two records are one child, to whoever may open both."""
    return all(oracle.may_know_child(reader, each) for each in oracle.of_which(canary)[1])


def _protected_address(oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    """A protected address, to whoever may know where the child lives."""
    child_id = _child_of(oracle, canary)
    return oracle.may_know_home(reader, child_id) and bool(
        ACTS_OR_MEETS & oracle.of_the_record(reader, child_id)
    )


def _for_its_readers(oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    """A source or advice, to those on its own list, of the children they may know of."""
    child_id = _child_of(oracle, canary)
    of = {"kept.ConfidentialSource": "source", "kept.LegalAdvice": "advice"}[_model(canary)]
    return oracle.may_know_child(reader, child_id) and oracle.is_listed_reader(reader, child_id, of)


def _kept_apart(oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    """Who must not know and why: to those who may say so; what one declared, to oneself."""
    row = canary.row
    is_own = row.get("date_of_birth") is not None and (
        row["recorded_by_id"] == reader.practitioner_id
    )
    child_id = row["child_id"]
    return (is_own and _field(canary) == "reason") or (
        child_id is not None and oracle.may_say_who_must_not_know(reader, child_id)
    )


def _a_person(oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    """The name of a person from whom a child is kept, to those who may say so of that child."""
    return any(
        row["child_id"] is not None
        and row["person_id"] == canary.row["id"]
        and oracle.may_say_who_must_not_know(reader, row["child_id"])
        for row in oracle.planted.of("safety.Conflict")
    )


def _an_emergency_look(oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    """Whoever looked; managers of their agency; and managers elsewhere who answer for the child."""
    row = canary.row
    if row["practitioner_id"] == reader.practitioner_id:
        return reader.may(POLICE | COUNCIL)
    if not reader.may(REVIEWS_EMERGENCIES):
        return False
    if row["agency_id"] == reader.agency_id:
        return True
    child_id = row["child_id"]
    return (
        child_id is not None
        and oracle.may_know_child(reader, child_id)
        and bool(LEADING & oracle.parts_in_child(reader, child_id))
    )


def may_know_export(reader: Reader, row: dict[str, Any]) -> bool:
    """Whoever asked; of many children, managers of their agency who may be the second person."""
    if row["agency_id"] != reader.agency_id:
        return False
    if row["asked_by_id"] == reader.practitioner_id:
        return reader.may(POLICE | COUNCIL)
    return row["children"] > ALONE and reader.may(APPROVES_EXPORTS)


def _an_export(_oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    return may_know_export(reader, canary.row)


def _a_file(oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    """What a file is called, to whoever reads the section of what it tells.

    Through the child's record; through an open episode a photograph; a document by its own.
    """
    row, child_id = canary.row, canary.row["child_id"]
    if row["withdrawn_at"] is not None:
        return False
    by = FILES_BY[row["subject"]]
    if by & oracle.of_the_record(reader, child_id):
        return True
    for episode in oracle.episodes_of.get(child_id, ()):
        is_picture = row["subject"] == "photograph"
        leads = episode["closed_at"] is None if is_picture else row["episode_id"] == episode["id"]
        if leads and by & oracle.sections(reader, episode["id"]):
            return True
    return False


def _found_of_a_look(oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    """What a reviewer found: to them; where not explained, to those who govern the looker."""
    row = canary.row
    if row["child_id"] in oracle.kept_from(reader) or not reader.may(REVIEWS_LOOKS):
        return False
    if row["assigned_to_id"] == reader.practitioner_id:
        return True
    return (
        row["outcome"] == "not_explained"
        and row["looker_agency_id"] == reader.agency_id
        and row["looker_id"] != reader.practitioner_id
        and (row["child_id"] is None or oracle.exists_for(reader, row["child_id"]))
    )


def _why_destroyed(oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    """Why a key is to be destroyed, to those who may agree, until it is."""
    child_id = _child_of(oracle, canary)
    return (
        canary.row["destroyed_at"] is None
        and reader.may(DESTROYS_KEYS)
        and oracle.may_know_child(reader, child_id)
        and bool(LEADING & oracle.parts_in_child(reader, child_id))
    )


def _a_held_report(oracle: Oracle, reader: Reader, canary: Canary) -> bool:
    """What was sent, to those who check it while it waits; what became of it, to its sender."""
    if _field(canary) == "settled_as":
        return canary.row["claimed_by_id"] == reader.practitioner_id
    return oracle.may_check(reader, canary.row)


Rule = Callable[[Oracle, Reader, Canary], bool]
RULES: dict[str, tuple[Rule, ...]] = {
    "risk.Assessment": (_judged,),
    "risk.FactorAnswer": (_judged,),
    "intake.MissingReport": (_by_section, _own_report),
    "intake.ReportAnswer": (_by_section, _own_report),
    "response.Step": (_by_section, _own_work),
    "response.Duty": (_by_section, _own_work),
    "response.Notice": (_by_section, _own_work),
    "support.PlanAction": (_by_section, _asked_of_them),
    "children.Child": (_a_detail, _which_child),
    "children.ChildDetail": (_a_detail, _which_child),
    "children.Contact": (_a_fact,),
    "children.ChildMarker": (_a_fact,),
    "interviews.Interview": (_heard,),
    "interviews.Release": (_decided,),
    "protection.Seal": (_on_its_list,),
    "protection.Lowering": (_on_its_list,),
    "protection.Joined": (_joined,),
    "kept.ProtectedAddress": (_protected_address,),
    "kept.ConfidentialSource": (_for_its_readers,),
    "kept.LegalAdvice": (_for_its_readers,),
    "safety.Conflict": (_kept_apart,),
    "safety.Withholding": (_kept_apart,),
    "safety.Person": (_a_person,),
    "emergency.BreakGlass": (_an_emergency_look,),
    "exports.Export": (_an_export,),
    "files.File": (_a_file,),
    "looks.LookReview": (_found_of_a_look,),
    "enciphering.DataKey": (_why_destroyed,),
    "journal.HeldReport": (_a_held_report,),
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
