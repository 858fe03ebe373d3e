"""What whoever is over a post says about who is on duty there: a weekly line, and a swap.

A post is one of the speaker's own agency. People are named as the cast or the roles of a case do.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from wayhome.interfaces.rehearsal import scenes
from wayhome.journey import duty_rostered
from wayhome.records.agencies import queries as agencies
from wayhome.records.practitioners import rotas as records
from wayhome.rules import london, rotas
from wayhome.rules.vocabulary import PostKind

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def days(value: Any) -> tuple[str, ...]:
    """The days of a week, as a case says them. Raises ValueError."""
    said = (value,) if isinstance(value, str) else tuple(value)
    if not said or not set(said) <= set(DAYS):
        raise ValueError(f"these are days such as [{DAYS[0]}, {DAYS[1]}]")
    return said


def hours(value: Any) -> str:
    """A time of day, as a case says it. Raises ValueError: YAML reads 19:00 as a number."""
    if not isinstance(value, str) or not HOURS.fullmatch(value):
        raise ValueError('this is a time of day in quotes, such as "19:00"')
    return value


def put_on_duty(
    scene: scenes.Scene,
    people: Mapping[str, UUID],
    *,
    by: str,
    post: PostKind,
    person: str,
    each: Sequence[str] = DAYS,
    begins: str,
    ends: str,
) -> None:
    """Somebody is on duty each week, on these days, from this day on."""
    duty_rostered.put_on(
        _post(scene, post, by=by),
        records.NewShift(
            people[person],
            frozenset(DAYS.index(day) for day in each),
            time.fromisoformat(begins),
            time.fromisoformat(ends),
            london.day_of(scene.now),
        ),
        by=scene.person(by),
        now=scene.now,
    )


def swap(
    scene: scenes.Scene,
    people: Mapping[str, UUID],
    *,
    by: str,
    post: PostKind,
    person: str,
    begins_at: datetime,
    ends_at: datetime,
    instead_of: str = "",
) -> None:
    """Somebody is on duty for a while, in somebody's stead, or besides whoever is."""
    other = people[instead_of] if instead_of else None
    cover = rotas.Cover(people[person], rotas.Span(begins_at, ends_at), other)
    duty_rostered.stood_in(_post(scene, post, by=by), cover, by=scene.person(by), now=scene.now)


def _post(scene: scenes.Scene, kind: PostKind, *, by: str) -> UUID:
    """The post of this kind in the speaker's agency. Raises NoSuchAgency."""
    theirs = agencies.posts_of([scene.person(by).agency_id])
    found = next((post.id for post in theirs if post.kind == kind), None)
    if found is None:
        raise agencies.NoSuchAgency(kind.label)
    return found
