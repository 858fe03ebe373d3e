"""The line above the heading of a page about one episode: which child, and the reference."""

from dataclasses import dataclass

from wayhome.interfaces.pages.shared import desk, naming


@dataclass(frozen=True, slots=True)
class About:
    """Who a page is about."""

    name: str
    age: str
    reference: str


def of(here: desk.Desk) -> About:
    """The child of the episode that is open."""
    child = here.whole.child.child
    return About(naming.child(child), naming.age(child, now=here.now), here.reference)
