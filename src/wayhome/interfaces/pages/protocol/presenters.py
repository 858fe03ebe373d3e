"""A partnership's protocol in words: levels, times, steps, ladders, triggers, owners, versions.

Nothing here is a rule: each number is read from the protocol and said with its unit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayhome.interfaces.pages.shared import parts, presenters
from wayhome.rules import clocks, protocol, risk
from wayhome.rules.vocabulary import Level, Marker


@dataclass(frozen=True, slots=True)
class Column:
    """One level of risk: its tag and what follows from it."""

    risk: presenters.Risk
    times: list[str]
    steps: list[parts.Fact]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Who is turned to, in turn."""

    name: str
    rungs: list[str]


@dataclass(frozen=True, slots=True)
class Version:
    """One version, and when it took force."""

    words: str
    href: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A version of the protocol as it is read."""

    name: str
    lead: str
    owners: list[parts.Fact]
    starting: list[str]
    time_heads: list[str]
    columns: list[Column]
    times: list[parts.Fact]
    national: list[parts.Fact]
    ladders: list[Ladder]
    triggers: list[str]
    versions: list[Version]


def page(
    row: Any,
    agreed: protocol.Protocol,
    *,
    partnership: str,
    versions: Iterable[Any],
    now: datetime,
) -> Page:
    """Everything the page says of one version."""
    return Page(
        name=agreed.name,
        lead=_("%(partnership)s. Version %(number)s, in force from %(day)s.")
        % {
            "partnership": partnership,
            "number": row.version,
            "day": presenters.day(row.in_force_from),
        },
        owners=[
            parts.Fact(_("For the police"), row.police_owner),
            parts.Fact(_("For the councils"), row.council_owner),
        ],
        starting=_starting(agreed),
        time_heads=_time_heads(),
        columns=[_column(agreed, level) for level in risk.levels_allowed(agreed)],
        times=_times(agreed),
        national=_national(),
        ladders=_ladders(agreed),
        triggers=_triggers(agreed),
        versions=[_version(one, shown=row, now=now) for one in versions],
    )


HOURS_UP_TO = timedelta(hours=72)


def _long(minutes: int) -> str:
    return _length(protocol.minutes(minutes))


def _length(length: timedelta) -> str:
    """A time allowed, in hours up to three days as the law and guidance say it."""
    hours, rest = divmod(length, timedelta(hours=1))
    if rest or length > HOURS_UP_TO:
        return presenters.duration(length)
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}


def _listed(markers: Iterable[Marker]) -> str:
    return presenters.listed(sorted(_(marker.label) for marker in markers))


def _starting(agreed: protocol.Protocol) -> list[str]:
    level = presenters.risk(agreed.starting_level).text
    return [
        _("Every report starts at: %(level)s. Nobody waits for an assessment before acting.")
        % {"level": level},
        _("A child aged %(age)s or under whose whereabouts are not known starts at high.")
        % {"age": agreed.high_up_to_age},
        _("So does a child of whom this is known: %(markers)s.")
        % {"markers": _listed(agreed.high_markers)},
        _("The episode first belongs to: %(post)s.") % {"post": _(agreed.first_owner.label)},
        _("Nobody is graded absent. A type of absence never lowers what is done."),
        _(
            "Out of hours, from %(from)s:00 to %(until)s:00 and on days off, the council’s "
            "emergency duty team is told."
        )
        % {"from": agreed.out_of_hours_from, "until": f"{agreed.out_of_hours_until:02d}"},
    ]


def _time_heads() -> list[str]:
    return [
        _("Each side assesses within"),
        _("Reviewed every"),
        _("A notice is answered within"),
        _("Then the next is asked after"),
    ]


def _column(agreed: protocol.Protocol, level: Level) -> Column:
    return Column(
        risk=presenters.risk(level),
        times=[
            _long(agreed.assess_within_minutes[level]),
            _long(agreed.review_every_minutes[level]),
            _long(agreed.acknowledge_within_minutes[level]),
            _long(agreed.climb_within_minutes[level]),
        ],
        steps=[
            parts.Fact(
                presenters.sentence(step.title),
                _("within %(length)s") % {"length": _long(step.within_minutes)},
                presenters.sentence(step.post.label),
            )
            for step in agreed.steps[level]
        ],
    )


def _times(agreed: protocol.Protocol) -> list[parts.Fact]:
    held = [
        (_("Agree one level together"), agreed.agree_within_minutes),
        (
            _("Neither side sees the other’s assessment until both are in, or for"),
            agreed.blind_for_minutes,
        ),
        (_("Assess again after new information"), agreed.reassess_within_minutes),
        (_("Answer a handover"), agreed.handover_within_minutes),
        (_("Tell the family"), agreed.tell_family_within_minutes),
        (_("Hold a strategy discussion"), agreed.strategy_within_minutes),
        (_("Hold the prevention interview"), agreed.prevention_interview_within_minutes),
        (_("Offer an interview again"), agreed.second_offer_within_minutes),
        (_("Hold the interview after a yes"), agreed.hold_interview_within_minutes),
        (_("Decide what is released"), agreed.release_findings_within_minutes),
        (_("Agree support"), agreed.support_plan_within_minutes),
        (_("Close the police record"), agreed.close_police_within_minutes),
        (_("Finalise the council’s record"), agreed.finalise_within_minutes),
        (_("Review after the return"), agreed.review_after_return_minutes),
    ]
    return [parts.Fact(name, _long(minutes)) for name, minutes in held]


def _national() -> list[parts.Fact]:
    return [
        parts.Fact(
            presenters.sentence(clock.name),
            _("within %(length)s of the %(start)s")
            % {"length": _length(clock.allowed), "start": _(clock.starts)},
            clock.source.document,
        )
        for clock in clocks.NATIONAL
    ]


def _ladders(agreed: protocol.Protocol) -> list[Ladder]:
    return [
        Ladder(_("When the two assessments differ"), _rungs(agreed.challenge_ladder)),
        Ladder(_("When a police post does not answer"), _rungs(agreed.police_ladder)),
        Ladder(_("When another post does not answer"), _rungs(agreed.council_ladder)),
    ]


def _rungs(ladder: Iterable[protocol.Rung]) -> list[str]:
    said: list[str] = []
    for rung in ladder:
        words = _("%(post)s, after another %(length)s") if said else _("%(post)s, after %(length)s")
        if not rung.after_minutes:
            words = _("%(post)s, at once")
        post = presenters.sentence(rung.post.label)
        said.append(words % {"post": post, "length": _long(rung.after_minutes)})
    return said


def _triggers(agreed: protocol.Protocol) -> list[str]:
    repeats = [
        ngettext(
            "%(episodes)s time away in %(days)s days",
            "%(episodes)s times away in %(days)s days",
            trigger.episodes,
        )
        % {"episodes": trigger.episodes, "days": trigger.days}
        for trigger in agreed.strategy_repeats
    ]
    return [
        *repeats,
        _("Away for longer than %(length)s") % {"length": _long(agreed.strategy_after_minutes)},
        _("Any absence of a child of whom this is known: %(markers)s")
        % {"markers": _listed(agreed.strategy_markers)},
    ]


def _version(one: Any, *, shown: Any, now: datetime) -> Version:
    day = presenters.day(one.in_force_from)
    words = _("Version %(number)s, from %(day)s") % {"number": one.version, "day": day}
    if one.in_force_from > now:
        words = _("Version %(number)s, will be in force from %(day)s") % {
            "number": one.version,
            "day": day,
        }
    return Version(words, f"?version={one.version}", is_shown=one.id == shown.id)
