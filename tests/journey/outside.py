"""People who have nothing to do with a child, but know a name and a birthday.

Larch House, Harrowfell Council and Northmoor Police know the child. Whoever works in Eastvale, in
the school or in the health trust does not.
"""

from dataclasses import replace
from datetime import date

from tests.journey import world

from wayhome.journey import child_introduced, child_returned, episode_closed, records_ended
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.records.episodes.models import Party
from wayhome.rules import told
from wayhome.rules.vocabulary import Capacity, DutyKind, ReturnedTo
from wayhome.stages.response.models import Duty

BORN = date(2011, 5, 5)
AMIRA = told.Child("Amira", "Example", date_of_birth=BORN)
NOBODY = told.Child("Zephyr", "Nobody", date_of_birth=BORN)
STRANGERS = ("tariq", "marek", "elin", "eastvale-system", "grace", "isla")


def tell(cast, by="tariq", *, child=AMIRA, hours=0, key=None, **said):
    """A report of a child by name and date of birth; the answer to it."""
    said.setdefault("council_id", cast.agencies["Eastvale County Council"])
    now = world.after(hours)
    key = key or f"{by} {child.given_name} {hours}"
    return world.report(cast, by=by, child=child, now=now, key=key, **said)


def come_home(cast, answer, *, hours, to=ReturnedTo.PLACEMENT):
    child_returned.record(
        episodes.locked(answer["episode_id"]).id,
        told.Returned(world.after(hours), to),
        by=cast.viewer("joss", now=world.START),
        now=world.after(hours),
    )


def close(cast, answer, *, hours):
    """The absence ended without a return, and every record of it is closed."""
    episode_id = episodes.locked(answer["episode_id"]).id
    come_home(cast, answer, hours=hours, to=ReturnedTo.DIED)
    police, council = (cast.viewer(name, now=world.START) for name in ("callum", "priya"))
    now = world.after(hours + 0.1)
    records_ended.close_police_record(episode_id, summary="x", by=police, now=now)
    records_ended.finalise(episode_id, summary="x", by=council, now=now)
    episode_closed.record(episode_id, summary="x", by=council, now=now)


def parts_of(cast, username):
    """The parts that the agency of a person has in any episode."""
    agency = cast.viewer(username, now=world.START).agency_id
    return {Capacity(held.capacity) for held in Party.objects.filter(agency_id=agency)}


def sees(cast, username):
    """Whether a person may know of any child, or of any episode."""
    viewer = cast.viewer(username, now=world.START)
    return visibility.children(viewer).exists() or visibility.episodes(viewer).exists()


def looks(**more):
    """The reviews that were asked for because of who a child was taken to be."""
    return Duty.objects.filter(kind=DutyKind.REVIEW, key__endswith=":who", **more)


def a_twin(
    cast,
    *,
    by="tariq",
    home="Tideway House",
    council="Eastvale County Council",
    child=AMIRA,
    born=None,
    hours=1,
):
    """Another record of the same name and date of birth, made by somebody else."""
    return child_introduced.record(
        replace(child, date_of_birth=born or child.date_of_birth),
        arrangement=told.Arrangement(
            responsible_authority_id=cast.agencies[council],
            placement_id=cast.agencies[home],
        ),
        by=cast.viewer(by, now=world.START),
        now=world.after(hours),
    ).child_id
