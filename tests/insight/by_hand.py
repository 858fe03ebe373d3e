"""The measures counted again, in plain Python over the records and the service's own account.

Nothing here knows of the extract or of SQL. What stood at a moment is what the journey tells of it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from wayhome.journey import account
from wayhome.records.children.models import CareArrangement, ChildDetail
from wayhome.records.episodes.models import Episode
from wayhome.records.protection.models import Joined
from wayhome.rules import breakdowns, facts, london, risk
from wayhome.rules.breakdowns import (
    Breakdown,
    DurationBand,
    Ethnicity,
    Period,
    Placement,
    ReviewStanding,
    Sex,
)
from wayhome.rules.disclosure import Behind, Counted
from wayhome.rules.measures import AreaKind, Measure
from wayhome.rules.vocabulary import Capacity, DutyKind, OfferAnswer
from wayhome.stages.interviews.models import Interview, InterviewCovers

HOURS_72 = timedelta(hours=72)
NOUGHT = timedelta()
LOOKED_AFTER = {Placement.IN_AREA, Placement.OUT_OF_AREA}


@dataclass
class Line:
    """One thing that is counted: its values, and what is measured of it."""

    person: UUID
    periods: tuple[Period, Period]
    areas: dict[AreaKind, str | None]
    values: dict[Breakdown, set[str]]
    whole: account.Whole
    interview: Interview | None


def people(as_of: datetime) -> dict[UUID, UUID]:
    """Each record that was joined, and one that stands for all it is joined with."""
    groups: list[set[UUID]] = []
    for row in Joined.objects.filter(recorded_at__lte=as_of):
        if row.parted_at is None or row.parted_at > as_of:
            pair = {row.one_id, row.other_id}
            near = [group for group in groups if group & pair]
            groups = [group for group in groups if not group & pair] + [pair.union(*near)]
    return {child: min(group) for group in groups for child in group}


def lines(as_of: datetime) -> list[Line]:
    """Every episode known by a moment."""
    who = people(as_of)
    known = Episode.objects.filter(recorded_at__lte=as_of).order_by("id")
    return [_line(episode, who, as_of) for episode in known]


def _line(episode: Episode, who: dict[UUID, UUID], as_of: datetime) -> Line:
    whole = account.whole_of(episode, as_of=as_of)
    told = whole.account
    covers = InterviewCovers.objects.filter(episode=episode, recorded_at__lte=as_of).first()
    heard = covers.interview if covers else None
    end = told.located or told.returned
    harms = set().union(*(row.harm for row in _standing(whole.found.seen)))
    quarter = breakdowns.quarter_of(london.day_of(episode.reported_at))
    person = who.get(episode.child_id, episode.child_id)
    records = [child for child, of in who.items() if of == person] or [episode.child_id]
    return Line(
        person=person,
        periods=(Period(quarter.year), quarter),
        areas={
            AreaKind.EVERYWHERE: "",
            AreaKind.COUNCIL: _holder(told, Capacity.RESPONSIBLE_AUTHORITY),
            AreaKind.FORCE: _holder(told, Capacity.HOST_FORCE)
            or _holder(told, Capacity.HOME_FORCE),
        },
        values={
            Breakdown.ALL: {"all"},
            Breakdown.PLACEMENT: {_placement(episode, as_of)},
            Breakdown.SEX: {_said(records, "sex", as_of, breakdowns.sex_of, Sex.NOT_KNOWN)},
            Breakdown.ETHNICITY: {
                _said(records, "ethnicity", as_of, breakdowns.ethnicity_of, Ethnicity.NOT_KNOWN)
            },
            Breakdown.AGE: {_age(episode, as_of)},
            Breakdown.TYPE: {told.type},
            Breakdown.LEVEL: {_level(episode, told)},
            Breakdown.DURATION: {
                breakdowns.duration_band(max(end.at - episode.reported_at, NOUGHT))
                if end
                else DurationBand.NOT_KNOWN
            },
            Breakdown.FOUND_BY: {
                next((row.found_by for row in _standing(whole.found.located)), "not_known")
            },
            Breakdown.HARM: harms | set(heard.harms if heard else ()),
            Breakdown.PUSH: set(heard.push if heard else ()),
            Breakdown.PULL: set(heard.pull if heard else ()),
            Breakdown.PROVIDER: {heard.provider_type} if heard else set(),
        },
        whole=whole,
        interview=heard,
    )


def _standing(rows):
    corrected = {row.corrects_id for row in rows}
    return [row for row in rows if row.id not in corrected and not row.withdrawn]


def _holder(told: facts.Account, capacity: Capacity) -> str | None:
    return next((str(p.agency_id) for p in told.parties if p.capacity is capacity), None)


def _placement(episode: Episode, as_of: datetime) -> Placement:
    reported, entered = episode.reported_at, episode.recorded_at
    held = CareArrangement.objects.filter(child_id=episode.child_id, recorded_at__lte=as_of)
    at_report = held.filter(since__lte=reported).order_by("since", "recorded_at").last()
    with_it = held.filter(since__gt=reported, since__lte=entered).order_by("since", "-recorded_at")
    care = at_report or with_it.first()
    if care is None:
        return Placement.NOT_KNOWN
    if not care.is_looked_after:
        return Placement.NOT_LOOKED_AFTER
    away = care.host_authority_id not in {None, care.responsible_authority_id}
    return Placement.OUT_OF_AREA if away else Placement.IN_AREA


def _said(records, field, as_of, read, unknown):
    rows = ChildDetail.objects.filter(child_id__in=records, field=field, recorded_at__lte=as_of)
    said = [read(row.value) for row in rows.order_by("recorded_at")]
    return next((value for value in reversed(said) if value is not unknown), unknown)


def _age(episode: Episode, as_of: datetime) -> str:
    details = ChildDetail.objects.filter(child_id=episode.child_id, recorded_at__lte=as_of)
    born = details.filter(field="date_of_birth").order_by("recorded_at").last()
    stated = details.filter(field="age_stated").order_by("recorded_at").last()
    day = london.day_of(episode.reported_at)
    if born and born.value:
        year, month, date = (int(part) for part in born.value.split("-"))
        age = day.year - year - ((day.month, day.day) < (month, date))
        return breakdowns.age_band(age)
    if stated:
        child = facts.Child(
            age_stated=int(stated.value), age_stated_on=london.day_of(stated.learned_at)
        )
        return breakdowns.age_band(risk.age_on(child, day))
    return breakdowns.age_band(None)


def _level(episode: Episode, told: facts.Account):
    joint = risk.agreed_joint(told)
    since = [a.level for a in told.assessments if not joint or a.recorded_at > joint.proposed_at]
    first = joint.level if joint else breakdowns.Level(episode.starting_level)
    return risk.highest([first, *since])


# ---------------------------------------------------------------- the measures


def _back(line: Line) -> bool:
    return line.whole.account.returned is not None and line.whole.account.came_back


def _offered_at(line: Line):
    return min((offer.at for offer in line.whole.account.offers), default=None)


def _answer(line: Line):
    said = [offer for offer in line.whole.account.offers if offer.answered_at]
    return max(said, key=lambda offer: offer.answered_at).answer if said else None


def _in_time(line: Line, at: datetime | None) -> bool:
    return at is not None and at - line.whole.account.returned.at <= HOURS_72


def _held_at(line: Line):
    return line.interview.held_at if line.interview else None


def _offer_or_reason(line: Line) -> bool:
    return bool(line.whole.account.offers or line.whole.account.not_offered)


def _outcome(line: Line) -> bool:
    said_no = _answer(line) is OfferAnswer.DECLINED
    return bool(line.interview or said_no or line.whole.account.not_offered)


def _declined(line: Line) -> bool:
    return _answer(line) is OfferAnswer.DECLINED and line.interview is None


def _looked_after(line: Line) -> bool:
    return bool(line.values[Breakdown.PLACEMENT] & LOOKED_AFTER)


def _away(line: Line) -> bool:
    return line.values[Breakdown.PLACEMENT] == {Placement.OUT_OF_AREA}


def _care_known(line: Line) -> bool:
    return line.values[Breakdown.PLACEMENT] != {Placement.NOT_KNOWN}


def _council_known(line: Line) -> bool:
    return line.areas[AreaKind.COUNCIL] is not None


def _always(_line: Line) -> bool:
    return True


# measure: which lines, which of them count, which are complete, whether people are counted
OF_EPISODES = {
    Measure.EPISODES: (_always, _always, _council_known, False),
    Measure.CHILDREN: (_always, _always, _council_known, True),
    Measure.LOOKED_AFTER: (_always, _looked_after, _care_known, False),
    Measure.LOOKED_AFTER_CHILDREN: (_looked_after, _always, _care_known, True),
    Measure.OUT_OF_AREA: (_looked_after, _away, _care_known, False),
    Measure.OUT_OF_AREA_CHILDREN: (_away, _always, _care_known, True),
    Measure.OFFERED: (_back, lambda line: bool(_offered_at(line)), _offer_or_reason, False),
    Measure.OFFERED_IN_TIME: (
        _back,
        lambda line: _in_time(line, _offered_at(line)),
        _offer_or_reason,
        False,
    ),
    Measure.COMPLETED: (_back, lambda line: bool(line.interview), _outcome, False),
    Measure.COMPLETED_IN_TIME: (
        _back,
        lambda line: _in_time(line, _held_at(line)),
        _outcome,
        False,
    ),
    Measure.DECLINED: (
        lambda line: _back(line) and _offered_at(line) is not None,
        _declined,
        lambda line: _answer(line) is not None,
        False,
    ),
}
COUNTS = {
    Measure.EPISODES,
    Measure.CHILDREN,
    Measure.LOOKED_AFTER_CHILDREN,
    Measure.OUT_OF_AREA_CHILDREN,
}


@dataclass
class Thing:
    """One thing that is counted in a cell."""

    person: UUID
    hit: bool
    complete: bool
    took: timedelta | None = None


def things(measure: Measure, line: Line, as_of: datetime):
    """What a measure counts of one episode: each with the values it has besides the episode's."""
    if measure in OF_EPISODES:
        among, hit, complete, _people = OF_EPISODES[measure]
        if among(line):
            yield {}, Thing(line.person, hit(line), complete(line))
        return
    yield from _TIMED[measure](line, as_of)


def _assessed(line: Line, as_of: datetime):
    made = sorted(line.whole.account.assessments, key=lambda a: (a.recorded_at, a.side))
    asked = (DutyKind.ASSESS_POLICE, DutyKind.ASSESS_CHILDRENS_SERVICES)
    duties = [duty for duty in line.whole.response.duties if duty.kind in asked]
    due = {
        str(kind): min(duty.due_at for duty in duties if duty.kind == kind)
        for kind in {duty.kind for duty in duties}
    }
    if not made:
        if due and min(due.values()) < as_of:
            yield {}, Thing(line.person, hit=False, complete=False)
        return
    by = due.get(f"assess_{made[0].side}")
    if by is None:
        return
    at = made[0].recorded_at
    took = max(at - line.whole.episode.reported_at, NOUGHT)
    yield {}, Thing(line.person, hit=at <= by, complete=True, took=took)


def _acted(line: Line, as_of: datetime):
    made = [assessment.recorded_at for assessment in line.whole.account.assessments]
    steps = line.whole.response.steps
    if not made or not steps:
        return
    begun = [
        (min(at for at in (step.taken_at, step.done_at) if at), step.due_at)
        for step in steps
        if step.taken_at or step.done_at
    ]
    if begun:
        at, due = min(begun)
        took = max(at - min(made), NOUGHT)
        yield {}, Thing(line.person, hit=at <= due, complete=True, took=took)
    elif min(step.due_at for step in steps) < as_of:
        yield {}, Thing(line.person, hit=False, complete=False)


def _acknowledged(line: Line, as_of: datetime):
    for notice in line.whole.response.notices:
        at = notice.acknowledged_at
        if at:
            took = at - notice.recorded_at
            yield {}, Thing(line.person, at <= notice.acknowledge_by, complete=True, took=took)
        elif notice.acknowledge_by < as_of:
            yield {}, Thing(line.person, hit=False, complete=False)


def _reviewed(line: Line, as_of: datetime):
    for duty in line.whole.response.duties:
        if duty.kind != DutyKind.REVIEW:
            continue
        standing = None
        if duty.met_at:
            standing = ReviewStanding.MET if duty.met_at <= duty.due_at else ReviewStanding.MET_LATE
        elif duty.declined_at:
            standing = ReviewStanding.DECLINED
        elif duty.due_at < as_of:
            standing = ReviewStanding.MISSED
        if standing:
            yield (
                {Breakdown.STANDING: {standing}},
                Thing(
                    line.person,
                    standing is ReviewStanding.MET,
                    standing is not ReviewStanding.MISSED,
                ),
            )


_TIMED = {
    Measure.ASSESSED: _assessed,
    Measure.ACTED: _acted,
    Measure.ACKNOWLEDGED: _acknowledged,
    Measure.REVIEWED: _reviewed,
}


def count(measure: Measure, by: Breakdown, kind: AreaKind, *, of: list[Line], as_of: datetime):
    """The cells of one question: area, period and value, and their numbers."""
    held = defaultdict(list)
    for line in of:
        area = line.areas[kind]
        for values, thing in things(measure, line, as_of):
            for value in (line.values | values).get(by, set()) if area is not None else ():
                for period in line.periods:
                    held[area, period, str(value)].append(thing)
    return {key: _numbers(measure, found) for key, found in held.items()}


def _numbers(measure: Measure, found: list[Thing]) -> Counted:
    children = len({thing.person for thing in found if thing.hit})
    hits = sum(thing.hit for thing in found)
    complete = sum(thing.complete for thing in found)
    took = [thing.took / timedelta(microseconds=1) for thing in found if thing.took is not None]
    behind = Behind(
        whole=len({thing.person for thing in found}),
        rest=len({thing.person for thing in found if not thing.hit}),
        complete=len({thing.person for thing in found if thing.complete}),
        gap=len({thing.person for thing in found if not thing.complete}),
    )
    if measure in COUNTS - {Measure.EPISODES}:
        people = {thing.person for thing in found}
        full = {thing.person for thing in found if thing.complete}
        of_people = Behind(len(people), 0, len(full), len(people - full))
        return Counted(len(people), None, len(people), len(full), behind=of_people)
    if measure is Measure.EPISODES:
        return Counted(hits, None, children, complete, behind=behind)
    middle = median(took) / 1_000_000 if took else None
    return Counted(hits, len(found), children, complete, middle, behind)
