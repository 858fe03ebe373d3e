"""A child who was away more often than any the simulation makes, brought in as an import does."""

from datetime import UTC, date, datetime, timedelta

from wayhome.journey import past, past_episode_imported
from wayhome.platform import clock
from wayhome.records.agencies.models import Agency
from wayhome.records.children.models import Child
from wayhome.records.practitioners import viewers
from wayhome.records.practitioners.models import Holding
from wayhome.rules import told
from wayhome.rules.vocabulary import FoundBy, PostKind

EPISODES = 250
GIVEN_NAME, FAMILY_NAME = "Wren", "Twofiftytimes"
BORN = date(2010, 5, 17)
FIRST = datetime(2022, 1, 10, 18, tzinfo=UTC)
EVERY = timedelta(days=5)


def child(force: str, council: str) -> Child:
    """The child; brought in where they are not there yet."""
    at = clock.now()
    held = Holding.objects.filter(
        post__agency__name=force, post__kind=PostKind.MISSING_PERSON_COORDINATOR
    )
    by = viewers.viewer_of(held.order_by("id")[0].practitioner_id, now=at)
    council_id = Agency.objects.get(name=council).id
    if by is None:
        raise RuntimeError(f"nobody brings in the records of {force}")
    rows = [_past(number, council_id) for number in range(EPISODES)]
    for result in past_episode_imported.record(rows, by=by, now=at):
        if not result.reference:
            raise RuntimeError(result.reason)
    return Child.objects.get(given_name=GIVEN_NAME, family_name=FAMILY_NAME)


def _past(number: int, council_id: object) -> past.PastEpisode:
    began = FIRST + number * EVERY
    found = began + timedelta(hours=3 + number % 20)
    return past.PastEpisode(
        line=number,
        key=f"bench-often:{number}",
        scheme="nominal",
        number="OFTEN",
        child=told.Child(
            given_name=GIVEN_NAME, family_name=FAMILY_NAME, date_of_birth=BORN, sex="F"
        ),
        began_at=began,
        ended_at=found,
        reference=f"OFTEN/{number}",
        type_code="missing",
        labels=(past.Label("Medium", "As the officer wrote it at the time"),),
        last_seen_place="Beckside bus station",
        located=told.Located(found, "A friend's house", FoundBy.POLICE, "How found: patrol"),
        police_closed_at=found + timedelta(days=1),
        council_id=council_id,
        words="Imported record. Worried because out of character.",
    )
