"""Lays out what measures are counted over, by an engine that holds the streams of an extract."""

from wayhome.insight.engines import Engine
from wayhome.insight.population import lines, standing, together, worked_out
from wayhome.insight.population.steps import Step

COUNTED_OVER = ("places", "episodes_known", "tellings", "reviews", "harm", "push", "pull")


def steps(as_of_us: int) -> tuple[Step, ...]:
    """The steps, in their order, after which the tables of COUNTED_OVER are there."""
    return (*standing.STEPS, *worked_out.STEPS, *lines.made(as_of_us))


def lay_out(engine: Engine, *, as_of_us: int) -> None:
    """Make the tables that measures are counted over.

    The engine holds the streams of the extract, of what was known by the moment.
    """
    engine.keep("people", {"child": "int", "person": "int"}, together.people(engine))
    engine.keep("offer_lines", {"fact": "int", "first_us": "int"}, together.offer_lines(engine))
    for step in steps(as_of_us):
        if step.is_counted:
            engine.lay_out(step.name, step.query)
        else:
            engine.define(step.name, step.query)
