"""Random worlds of a child each, written straight into the tables, and what policy says of them.

A world is one child with some absences, whose parts begin, finish and end at random, whose care
moves, and about whom some things were recorded: before an absence closed, and after. Some children
are kept from somebody, some records are sealed, some are opened in an emergency. What may be
known of it is worked out here from the rules alone, over the same random choices: never from the
database.
"""

import random
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from tests.contracts import hiding
from tests.journey import world

from wayhome.platform.grants import RESTRICTED_ROLE
from wayhome.platform.models import new_id
from wayhome.platform.row_security import transactions
from wayhome.records.agencies.models import Protocol
from wayhome.records.children.models import CareArrangement, Child, ChildDetail
from wayhome.records.episodes.models import Episode, Party
from wayhome.records.practitioners import actions as practitioners
from wayhome.rules import access, facts, redaction
from wayhome.rules.vocabulary import Capacity, Channel, EpisodeState, EpisodeType, Level
from wayhome.stages.intake.models import MissingReport, ReportAnswer
from wayhome.stages.response.models import Step
from wayhome.stages.search.models import Sighting
from wayhome.stages.support.models import Asked, Plan, PlanAction

LOOKERS = ("ines", "sol", "joss", "ben", "callum", "nadia", "tariq", "hana")
CARE = (
    "responsible_authority_id", "host_authority_id", "placement_id", "home_force_id",
    "host_force_id", "school_id", "health_id",
)  # fmt: skip
TABLES = (
    Child,
    ChildDetail,
    CareArrangement,
    Episode,
    Party,
    MissingReport,
    ReportAnswer,
    Step,
    Sighting,
    Plan,
    PlanAction,
    Asked,
)


@dataclass
class Made:
    """The rows of one world, and of each which rule opens it."""

    rows: dict[type, list] = field(
        default_factory=lambda: {model: [] for model in TABLES + hiding.TABLES}
    )
    parts: dict[UUID, tuple[facts.Party, ...]] = field(default_factory=dict)
    closed_at: dict[UUID, object] = field(default_factory=dict)
    cares: set[UUID] = field(default_factory=set)
    kept_from: set[UUID] = field(default_factory=set)  # practitioners
    withheld_from: set[UUID] = field(default_factory=set)  # agencies
    named: list[set[UUID]] = field(default_factory=list)  # the list of each seal that stands
    opened_by: set[UUID] = field(default_factory=set)  # practitioners
    looked_for: set[UUID] = field(default_factory=set)  # agencies whose look is not reviewed


@dataclass(frozen=True)
class Looker:
    """Who looks, and the token by which the database knows them."""

    viewer: facts.Viewer
    token: str


def lookers(cast) -> list[Looker]:
    """One person of each of some agencies, signed in."""
    found = {}
    for username in LOOKERS:
        viewer = cast.viewer(username, now=world.START)
        token = f"a token of {username}"
        practitioners.begin_sign_in(viewer.practitioner_id, token=token, device="", at=world.START)
        found[viewer.agency_id] = Looker(viewer, token)
    return list(found.values())


@dataclass(frozen=True)
class Scene:
    """Whom the worlds are about and who looks at them: asked for once, for all worlds of a test."""

    lookers: list[Looker]
    by: UUID
    lifter: UUID
    post_id: UUID
    protocol_id: UUID


def scene_of(cast) -> Scene:
    """The people of one cast, those who look signed in."""
    (post_id,) = cast.viewer("ines", now=world.START).post_ids
    return Scene(
        lookers(cast),
        by=cast.people["ines"],
        lifter=cast.people["dina"],
        post_id=post_id,
        protocol_id=Protocol.objects.values_list("id", flat=True).first(),
    )


class Maker:
    """Makes worlds from one seed, of the agencies of one scene."""

    def __init__(self, scene: Scene, *, seed: int):
        self.among = scene.lookers
        self.chance = random.Random(seed)  # noqa: S311  # the same worlds each time
        self.agencies = sorted({each.viewer.agency_id for each in scene.lookers})
        self.by, self.lifter = scene.by, scene.lifter
        self.post_id, self.protocol_id = scene.post_id, scene.protocol_id
        self.common = {"recorded_at": world.START, "recorded_by_id": self.by}

    def agency(self):
        return self.chance.choice(self.agencies)

    def make(self) -> Made:
        made = Made()
        child = Child(id=new_id(), reference=new_id().hex[-13:], recorded_at=world.START)
        made.rows[Child].append(child)
        for hours in (1, 30, 80):
            made.rows[ChildDetail].append(
                ChildDetail(
                    child=child,
                    field="language",
                    value="x",
                    supplied_by="x",
                    learned_at=world.START,
                    recorded_by_id=self.by,
                    recorded_at=world.after(hours),
                )
            )
        self._care(made, child)
        hiding.hide(self, made, child)
        hiding.open_(self, made, child)
        for number in range(self.chance.randint(0, 2)):
            self._absence(made, child, number)
        return made

    def _care(self, made: Made, child: Child) -> None:
        for number in range(self.chance.randint(0, 2)):
            named = {part: self.agency() for part in CARE if self.chance.random() < 0.25}
            made.rows[CareArrangement].append(
                CareArrangement(
                    child=child,
                    since=world.after(number),
                    recorded_by_id=self.by,
                    recorded_at=world.after(number),
                    **named,
                )
            )
            made.cares = set(named.values())

    def _absence(self, made: Made, child: Child, number: int) -> None:
        began, closed = world.after(number * 60), None
        if number == 0 or self.chance.random() < 0.5:
            closed = world.after(number * 60 + 24) if self.chance.random() < 0.7 else None
        closing = {"closed_at": closed, "closed_by_id": self.by} if closed else {}
        episode = Episode(
            id=new_id(),
            reference=new_id().hex[-13:],
            child=child,
            protocol_id=self.protocol_id,
            type=EpisodeType.MISSING,
            level=Level.MEDIUM,
            starting_level=Level.MEDIUM,
            state=EpisodeState.CLOSED if closed else EpisodeState.REPORTED,
            owner_post_id=self.post_id,
            owner_agency_id=self.agencies[0],
            reported_at=began,
            recorded_at=began,
            absent_from=began,
            review_due_at=began,
            absent_until=closed or began + timedelta(hours=30),
            **closing,
        )
        made.rows[Episode].append(episode)
        made.closed_at[episode.id] = closed
        made.parts[episode.id] = tuple(self._parts(made, episode))
        self._recorded(made, episode)

    def _parts(self, made: Made, episode: Episode):
        seen = set()
        for _ in range(self.chance.randint(0, 4)):
            agency, capacity = self.agency(), self.chance.choice(list(Capacity))
            if (agency, capacity) in seen:
                continue
            seen.add((agency, capacity))
            began = world.after(self.chance.choice([1, 70, 140]))
            ended = {"ended_at": world.after(2), "ended_by_id": self.by}
            is_over = self.chance.random() < 0.25
            finished = world.after(150) if self.chance.random() < 0.3 else None
            made.rows[Party].append(
                Party(
                    episode=episode,
                    agency_id=agency,
                    capacity=capacity,
                    recorded_at=began,
                    finished_at=finished,
                    recorded_by_id=self.by,
                    **(ended if is_over else {}),
                )
            )
            if not is_over:
                yield facts.Party(agency, capacity, began, finished)

    def _recorded(self, made: Made, episode: Episode) -> None:
        told = MissingReport(
            id=new_id(),
            episode=episode,
            channel=Channel.TELEPHONE,
            reporter_name="x",
            reporter_agency_id=self.agency(),
            received_at=world.START,
            why_worried="x",
            **self.common,
        )
        made.rows[MissingReport].append(told)
        made.rows[ReportAnswer].append(
            ReportAnswer(
                report=told,
                topic="x",
                answer="x",
                supplied_by="x",
                learned_at=world.START,
                **self.common,
            )
        )
        made.rows[Step].append(
            Step(
                episode=episode,
                title="x",
                owner_post_id=self.post_id,
                owner_agency_id=self.agency(),
                due_at=world.START,
                **self.common,
            )
        )
        made.rows[Sighting].append(
            Sighting(
                episode=episode,
                at=world.START,
                place="x",
                certainty="possible",
                source_name="x",
                **self.common,
            )
        )
        self._support(made, episode)

    def _support(self, made: Made, episode: Episode) -> None:
        plan = Plan(id=new_id(), episode=episode, summary="x", **self.common)
        made.rows[Plan].append(plan)
        made.rows[Asked].append(Asked(plan=plan, you_said="x", **self.common))
        done = {"done_at": world.START, "done_by_id": self.by}
        made.rows[PlanAction].append(
            PlanAction(
                plan=plan,
                what="x",
                owner_name="x",
                agency_id=self.agency(),
                owner_post_id=self.post_id,
                due_date=world.START.date(),
                **self.common,
                **(done if self.chance.random() < 0.5 else {}),
            )
        )


@contextmanager
def written(worlds: list[Made], *, hidden_first: bool = False):
    """Meanwhile the tables hold the rows of these worlds; what hides a child came first or last."""
    child, *others = TABLES
    in_order = (child, *hiding.TABLES, *others) if hidden_first else TABLES + hiding.TABLES
    with transaction.atomic():
        for model in in_order:
            model.objects.bulk_create([row for made in worlds for row in made.rows[model]])
        _counted(in_order)
        yield
        transaction.set_rollback(True)


def _counted(models) -> None:
    """Let the database count what these tables hold, as it does of itself in a living service.

    It would plan for empty tables otherwise, and every look would take twice as long.
    """
    tables = ", ".join(model._meta.db_table for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"RESET ROLE; ANALYZE {tables}; SET ROLE {RESTRICTED_ROLE}")


def shown(looker: Looker) -> set[UUID]:
    """The identifiers of every row of these tables that the database shows them."""
    parts = [f"SELECT id FROM {model._meta.db_table}" for model in TABLES]
    return _asked(looker, " UNION ALL ".join(parts))


def parts_shown(looker: Looker) -> set[UUID]:
    """The parts that the database shows them, asked for as rows."""
    return _asked(looker, "SELECT id FROM episodes_party")


def parts_in(looker: Looker, worlds: list[Made]) -> set[UUID]:
    """The parts in the children of these worlds that the database tells them of, child by child."""
    children = [child.id for made in worlds for child in made.rows[Child]]
    each = "unnest(%s::uuid[]) AS child (id), parts_in_child(child.id) AS part"
    return _asked(looker, f"SELECT part.id FROM {each}", children)  # no word of anybody's


def _asked(looker: Looker, question: str, *values) -> set[UUID]:
    looking = transactions.looking(looker.token)
    with transactions.as_nobody(), looking, connection.cursor() as cursor:
        cursor.execute(question, values)
        return {row[0] for row in cursor.fetchall()}


def may_know(looker: Looker, made: Made) -> set[UUID]:
    """The identifiers of every row of this world that the rules let them know."""
    viewer, rows = looker.viewer, made.rows
    if _is_hidden_from(viewer, made):
        return set()
    is_open = viewer.practitioner_id in made.opened_by
    if is_open:
        viewer = replace(viewer, opened=frozenset(each.id for each in rows[Child]))
    seen = {each.id for each in rows[Episode] if _sees(viewer, made, each)}
    asked = {
        action.plan.episode_id
        for action in rows[PlanAction]
        if action.agency_id == viewer.agency_id and action.done_at is None
    }
    cares = viewer.agency_id in made.cares
    looked = viewer.agency_id in made.looked_for
    known = {each.id for each in rows[Child] if seen or asked or cares or looked or is_open}
    known |= seen | asked | {each.id for each in rows[Episode] if looked}
    known |= {
        row.id for model in (ChildDetail, CareArrangement) for row in rows[model]
        if cares or is_open or any(_of_that_time(viewer, made, each, row) for each in seen)
    }  # fmt: skip
    known |= {
        row.id for model in (Party, Sighting) for row in rows[model] if row.episode_id in seen
    }
    told = {
        row.id for row in rows[MissingReport]
        if row.episode_id in seen or row.reporter_agency_id == viewer.agency_id
    }  # fmt: skip
    known |= told | {row.id for row in rows[ReportAnswer] if row.report_id in told}
    known |= {
        row.id for row in rows[Step]
        if row.episode_id in seen or row.owner_agency_id == viewer.agency_id
    }  # fmt: skip
    given = {row.plan_id for row in rows[PlanAction] if row.agency_id == viewer.agency_id}
    plans = given | {row.id for row in rows[Plan] if row.episode_id in seen}
    known |= plans | {row.id for row in rows[Asked] if row.plan_id in plans}
    return known | {
        row.id for row in rows[PlanAction]
        if row.plan_id in plans or row.agency_id == viewer.agency_id
    }  # fmt: skip


def _is_hidden_from(viewer: facts.Viewer, made: Made) -> bool:
    is_listed = all(viewer.practitioner_id in each for each in made.named)
    is_kept = viewer.practitioner_id in made.kept_from or viewer.agency_id in made.withheld_from
    return is_kept or not is_listed


def _sees(viewer: facts.Viewer, made: Made, episode: Episode) -> bool:
    parties = made.parts[episode.id]
    deed, child_id = access.Deed.SEE_EPISODE, episode.child_id
    return access.decide(viewer, deed, parties=parties, child_id=child_id).allowed


def _of_that_time(viewer: facts.Viewer, made: Made, episode_id: UUID, row) -> bool:
    parties, closed = made.parts[episode_id], made.closed_at[episode_id]
    until = redaction.record_until(viewer, parties=parties, closed_at=closed)
    return until is None or row.recorded_at <= until
