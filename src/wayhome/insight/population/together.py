"""What belongs together by a chain of any length, which SQL does not follow: records, offers."""

from collections.abc import Iterable

from wayhome.insight.engines import Engine


def people(engine: Engine) -> list[tuple[int, int]]:
    """The children whose records a person has joined: each record, and one number for all of it."""
    joined = engine.rows(
        "SELECT one, other FROM joined WHERE fact NOT IN (SELECT fact FROM parted) ORDER BY 1, 2"
    )
    return sorted(_together(joined).items())


def _together(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """For each of what is joined in pairs, the least of all it is joined with, by whatever way."""
    leads: dict[int, int] = {}

    def leader(one: int) -> int:
        while leads.setdefault(one, one) != one:
            one = leads[one]
        return one

    for one, other in pairs:
        first, second = sorted((leader(one), leader(other)))
        leads[second] = first
    return {one: leader(one) for one in leads}


def offer_lines(engine: Engine) -> list[tuple[int, int]]:
    """When each offer that stands in the place of another was recorded first."""
    corrected = engine.rows(
        "SELECT o.fact, o.corrects, c.known_us FROM offers AS o "
        "JOIN offers AS c ON c.fact = o.corrects ORDER BY o.fact"
    )
    before = {fact: (corrects, known_us) for fact, corrects, known_us in corrected}

    def first(fact: int, known_us: int) -> int:
        while fact in before:
            fact, known_us = before[fact]
        return known_us

    return [(fact, first(fact, known_us)) for fact, (_, known_us) in before.items()]
