"""The verbs a case may use, the fields each takes, and playing one.

The table is the whole list: a verb or a field that is not in it is refused with its line.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from wayhome.interfaces.rehearsal import (
    answers,
    asking,
    case_files,
    endings,
    hearings,
    on_duty,
    scenes,
    verbs,
)
from wayhome.rules import told
from wayhome.rules.reasons import CannotTake, DeclineReason, NotOfferedReason
from wayhome.rules.vocabulary import (
    Certainty,
    DutyKind,
    EpisodeType,
    FoundBy,
    InterviewPart,
    Level,
    PostKind,
    PreventionMode,
    ReturnedTo,
)

Reader = Callable[[Any], Any]


@dataclass(slots=True)
class Stage:
    """What a case has made so far: its child, its absences by name, and what waits.

    `people` are the cast, and the roles of the case beside them.
    """

    scene: scenes.Scene
    child: scenes.Known | None
    people: Mapping[str, UUID]
    absences: dict[str, scenes.Missing] = field(default_factory=dict)
    kept: dict[tuple[str, str], UUID] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: what plays it, its fields, what it keeps for later, what it needs from before."""

    play: Callable[..., Any]
    fields: Mapping[str, Reader] = field(default_factory=dict)
    keeps: str = ""
    needs: str = ""


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("this is text")  # noqa: TRY004  # said with its line, as every wrong value
    return value.strip()


def _as_is(value: Any) -> Any:
    return value


def _moment(value: Any) -> datetime:
    if not isinstance(value, datetime):
        raise ValueError("this is a moment, such as day 2 21:40")  # noqa: TRY004  # said with its line
    return value


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_text(each) for each in value)


def _end(value: Any) -> str:
    if value not in endings.WITHDRAWN:
        raise ValueError(f"{value!r} is none of: {', '.join(endings.WITHDRAWN)}")
    return str(value)


def _one_of(codes: type[Enum]) -> Reader:
    def read(value: Any) -> Enum:
        try:
            return codes(value)
        except ValueError as unknown:
            known = ", ".join(str(code.value) for code in codes)
            raise ValueError(f"{value!r} is none of: {known}") from unknown

    return read


def _report(stage: Stage, absence: str, who: str, said: Mapping[str, Any]) -> None:
    stage.absences[absence] = verbs.report(stage.scene, stage.child, by=who, **said)


def _report_again(stage: Stage, absence: str, who: str, said: Mapping[str, Any]) -> None:
    verbs.report_again(stage.scene, stage.absences[absence], by=who, **said)


def _report_by_name(stage: Stage, absence: str, who: str, said: Mapping[str, Any]) -> None:
    """Somebody who knows nothing of the child's record gives a name and a date of birth."""
    rest = {name: value for name, value in said.items() if name in ("why", "council")}
    child = told.Child(
        said.get("given", ""), said.get("family", ""), date_of_birth=said.get("born")
    )
    missing = verbs.report(stage.scene, None, by=who, child_said=child, **rest)
    stage.absences.setdefault(absence, missing)


def _put_on_duty(stage: Stage, absence: str, who: str, said: Mapping[str, Any]) -> None:
    del absence  # a rota belongs to no absence, and bears on all
    on_duty.put_on_duty(stage.scene, stage.people, by=who, **said)


def _swap(stage: Stage, absence: str, who: str, said: Mapping[str, Any]) -> None:
    del absence
    on_duty.swap(stage.scene, stage.people, by=who, **said)


OWN: Mapping[str, Callable[[Stage, str, str, Mapping[str, Any]], None]] = MappingProxyType(
    {
        "report": _report,
        "report_again": _report_again,
        "report_by_name": _report_by_name,
        "put_on_duty": _put_on_duty,
        "swap": _swap,
    }
)
OF_ROTAS = frozenset({"put_on_duty", "swap"})
NEEDED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "put_on_duty": frozenset({"post", "person", "begins", "ends"}),
        "swap": frozenset({"post", "person", "begins_at", "ends_at"}),
    }
)
NAMES_SOMEBODY = frozenset({"person", "instead_of"})
_WHY = {"why": _text, "place": _text, "last_seen_at": _as_is}
VERBS: Mapping[str, Verb] = MappingProxyType(
    {
        "report": Verb(verbs.report, _WHY),
        "report_again": Verb(verbs.report_again, {"why": _text}),
        "report_by_name": Verb(
            verbs.report,
            {"given": _text, "family": _text, "born": _as_is, "why": _text},
        ),
        "look_up": Verb(asking.look_up, {"given": _text, "family": _text}),
        "see_last_interview": Verb(asking.see_last_interview),
        "assess": Verb(
            verbs.assess,
            {
                "level": _one_of(Level),
                "reasons": _text,
                "would_change": _text,
                "worries": _texts,
            },
        ),
        "propose": Verb(
            verbs.propose,
            {"level": _one_of(Level), "reasons": _text, "explanation": _text},
            keeps="joint",
        ),
        "sign": Verb(verbs.sign, {"explanation": _text}, needs="joint"),
        "answer_challenge": Verb(
            verbs.answer_challenge, {"level": _one_of(Level), "answer": _text}
        ),
        "change_type": Verb(verbs.change_type, {"type_": _one_of(EpisodeType), "reason": _text}),
        "sight": Verb(
            verbs.sight,
            {
                "at": _as_is,
                "place": _text,
                "certainty": _one_of(Certainty),
                "source": _text,
                "description": _text,
                "done": _text,
            },
        ),
        "suppose": Verb(verbs.suppose, {"where": _text, "why": _text}),
        "review": Verb(verbs.review, {"findings": _text}),
        "acknowledge": Verb(answers.acknowledge),
        "decline_notices": Verb(
            answers.decline_notices, {"kind": _one_of(CannotTake), "reason": _text}
        ),
        "open_notices": Verb(answers.open_notices),
        "take_steps": Verb(answers.take_steps),
        "finish_steps": Verb(answers.finish_steps, {"outcome": _text}),
        "tell_family": Verb(answers.tell_family, {"how": _text}),
        "hold_strategy_discussion": Verb(answers.hold_strategy_discussion),
        "decline_duty": Verb(answers.decline_duty, {"kind": _one_of(DutyKind), "reason": _text}),
        "hand_over": Verb(
            answers.hand_over,
            {"agency": _text, "post": _one_of(PostKind), "why": _text},
            keeps="handover",
        ),
        "accept_handover": Verb(answers.accept_handover, needs="handover"),
        "decline_handover": Verb(answers.decline_handover, {"reason": _text}, needs="handover"),
        "locate": Verb(
            endings.locate,
            {
                "at": _as_is,
                "place": _text,
                "found_by": _one_of(FoundBy),
                "circumstances": _text,
            },
        ),
        "return_home": Verb(
            endings.return_home,
            {
                "at": _as_is,
                "to": _one_of(ReturnedTo),
                "found_by": _one_of(FoundBy),
                "circumstances": _text,
            },
        ),
        "see": Verb(
            endings.see,
            {"mode": _one_of(PreventionMode), "harm": _texts, "account": _text},
        ),
        "withdraw": Verb(endings.withdraw, {"end": _end, "why": _text}),
        "refer": Verb(hearings.refer, {"to": _text, "note": _text}),
        "offer": Verb(hearings.offer, {"how": _text}, keeps="offer"),
        "try_to_reach": Verb(hearings.try_to_reach, {"how": _text, "outcome": _text}),
        "accept": Verb(hearings.accept, needs="offer"),
        "decline": Verb(
            hearings.decline,
            {"reason": _one_of(DeclineReason), "words": _text},
            needs="offer",
        ),
        "not_offered": Verb(
            hearings.not_offered,
            {"reason": _one_of(NotOfferedReason), "explanation": _text},
        ),
        "hold": Verb(
            hearings.hold,
            {
                "interviewer": _text,
                "own_words": _text,
                "shareable": _text,
                "intelligence": _text,
                "harms": _texts,
            },
        ),
        "release": Verb(hearings.release, {"part": _one_of(InterviewPart), "reason": _text}),
        "release_all": Verb(hearings.release_all),
        "agree_support": Verb(
            endings.agree_support, {"agency": _text, "summary": _text, "you_said": _texts}
        ),
        "support_not_needed": Verb(endings.support_not_needed, {"because": _text}),
        "close_police": Verb(endings.close_police, {"summary": _text}),
        "finalise": Verb(endings.finalise, {"summary": _text}),
        "close": Verb(endings.close, {"summary": _text}),
        "put_on_duty": Verb(
            on_duty.put_on_duty,
            {
                "post": _one_of(PostKind),
                "person": _text,
                "each": on_duty.days,
                "begins": on_duty.hours,
                "ends": on_duty.hours,
            },
        ),
        "swap": Verb(
            on_duty.swap,
            {
                "post": _one_of(PostKind),
                "person": _text,
                "instead_of": _text,
                "begins_at": _moment,
                "ends_at": _moment,
            },
        ),
    }
)


def check(event: case_files.Event, *, people: Mapping[str, UUID]) -> Mapping[str, Any]:
    """What the event says, read by the verb's fields. Raises CaseProblem."""
    verb = VERBS.get(event.verb)
    if verb is None:
        words = f"unknown verb {event.verb!r}. Known: {', '.join(sorted(VERBS))}."
        raise case_files.CaseProblem(event.line, words)
    if event.who not in people:
        words = f"nobody in the cast or the roles is called {event.who!r}."
        raise case_files.CaseProblem(event.line, words)
    missing = sorted(NEEDED.get(event.verb, frozenset()) - set(event.said))
    if missing:
        words = f"{event.verb!r} needs the field {missing[0]!r}."
        raise case_files.CaseProblem(event.line, words)
    said = {name: _read(event, verb, name) for name in event.said}
    for name in NAMES_SOMEBODY & set(said):
        if said[name] not in people:
            words = f"{name}: nobody in the cast or the roles is called {said[name]!r}."
            raise case_files.CaseProblem(event.line, words)
    return said


def _read(event: case_files.Event, verb: Verb, name: str) -> Any:
    if name not in verb.fields:
        known = ", ".join(sorted(verb.fields)) or "none"
        words = f"{event.verb!r} takes no field {name!r}. Its fields: {known}."
        raise case_files.CaseProblem(event.line, words)
    try:
        return verb.fields[name](event.said[name])
    except ValueError as wrong:
        raise case_files.CaseProblem(event.line, f"{name}: {wrong}.") from wrong


def play(stage: Stage, event: case_files.Event, *, who: str, said: Mapping[str, Any]) -> Any:
    """Do what the event says, at the scene's moment. Raises CaseProblem or what the step raises."""
    if event.verb in OWN:
        return OWN[event.verb](stage, event.absence, who, said)
    verb = VERBS[event.verb]
    before = [_kept(stage, event, verb.needs)] if verb.needs else []
    made = verb.play(stage.scene, _absence(stage, event), *before, by=who, **said)
    if verb.keeps:
        stage.kept[event.absence, verb.keeps] = made
    return made


def _absence(stage: Stage, event: case_files.Event) -> scenes.Missing:
    if event.absence not in stage.absences:
        words = f"the absence {event.absence!r} has not been reported yet."
        raise case_files.CaseProblem(event.line, words)
    return stage.absences[event.absence]


def _kept(stage: Stage, event: case_files.Event, name: str) -> UUID:
    if (event.absence, name) not in stage.kept:
        raise case_files.CaseProblem(event.line, f"there is no {name} yet for {event.verb!r}.")
    return stage.kept[event.absence, name]
