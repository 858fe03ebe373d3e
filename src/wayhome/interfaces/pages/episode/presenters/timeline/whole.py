"""The line of time: every fact of every stage the viewer may read, in order."""

from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.interfaces.pages.episode.presenters.timeline import (
    climbed,
    done,
    found,
    happened,
    heard,
    judged,
    reported,
)
from wayhome.interfaces.pages.shared import parts

TELLERS = (
    reported.reports,
    reported.types,
    reported.owners,
    reported.parts_ended,
    done.steps,
    done.duties,
    done.notices,
    done.family,
    judged.assessments,
    judged.joint,
    judged.challenges,
    climbed.ladder,
    done.handovers,
    done.reviews,
    found.sightings,
    found.hypotheses,
    found.endings,
    heard.offers,
    heard.interview,
    heard.support,
    reported.closed,
)


def shown(asked: Asked, *, oldest_first: bool) -> list[parts.TimelineEntry]:
    """Every fact, by when it happened and then by when it was recorded."""
    facts = [fact for tell in TELLERS for fact in tell(asked)]
    facts.sort(key=_order, reverse=not oldest_first)
    return [happened.entry(asked, fact) for fact in facts]


def _order(fact: happened.Happened) -> tuple:
    return fact.at, fact.recorded_at
