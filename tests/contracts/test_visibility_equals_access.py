"""What may be seen, asked of one record or of a list, is one rule."""

import random
import uuid
from dataclasses import replace

import pytest
from tests.journey import world

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import child_introduced
from wayhome.records.children.models import CareArrangement, Child
from wayhome.records.emergency import actions as emergency
from wayhome.records.episodes import actions, times_away, visibility
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes.models import Episode, Party
from wayhome.records.protection import actions as seals
from wayhome.records.protection import queries as protection
from wayhome.records.safety import actions as safety
from wayhome.rules import access, facts, redaction, told
from wayhome.rules import vocabulary as v
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import Capacity, EpisodeState, Purpose, SealKind

pytestmark = pytest.mark.django_db
WHY = told.EmergencyLook(v.Emergency.DANGER_NOW, "EV-1", "x")
SEE_EPISODE, SEE_CHILD = access.Deed.SEE_EPISODE, access.Deed.SEE_CHILD


def a_world(seed):
    """Children and episodes with parts that begin and end at random."""
    chance = random.Random(seed)  # noqa: S311  # the same worlds every time; nothing is secret
    cast = world.assemble()
    agencies = list(cast.agencies.values())
    for number in range(6):
        child_id = world.introduce(cast, by=chance.choice(["joss", "tariq"]))
        if chance.random() < 0.7:
            answer = world.report(cast, child_id, key=str(number))
            episode = episodes.locked(answer["episode_id"])
            parts = [
                (chance.choice(agencies), chance.choice(list(Capacity)))
                for _ in range(chance.randint(0, 4))
            ]
            actions.add_parties(episode, parts, by=None, at=world.START)
        if chance.random() < 0.5:
            child_introduced.learned(
                child_id,
                told.Child(),
                supplied_by="the council",
                arrangement=told.Arrangement(
                    responsible_authority_id=cast.agencies[
                        chance.choice(["Harrowfell Council", "Eastvale County Council"])
                    ],
                    health_id=cast.agencies["Fellside Health Trust"],
                ),
                by=cast.viewer("nadia", now=world.START),
                now=world.after(1),
            )
    begin_and_end(cast, chance)
    seal_some(cast, chance)
    keep_apart(cast, chance)
    return cast


def seal_some(cast, chance):
    """Records are sealed, once or twice, to lists of anybody; some seals are lifted since."""
    people = list(cast.people.values())
    for child in Child.objects.all():
        for _ in range(chance.choice([0, 0, 1, 2])):
            row = seals.seal(
                child.id,
                chance.choice(list(SealKind)),
                mark=uuid.UUID(int=chance.getrandbits(128)),
                why="x",
                named=chance.sample(people, 12),
                by=cast.viewer("leon", now=world.START),
                at=world.START,
            )
            if chance.random() < 0.3:
                by = cast.viewer("leon", now=world.START)
                seals.lift([row], asked_by=cast.people["dina"], by=by, at=world.START)


def keep_apart(cast, chance):
    """Children are kept from people, withheld from agencies, and opened in an emergency."""
    by = cast.viewer("ines", now=world.START)
    for child in Child.objects.all():
        for who in chance.sample(sorted(cast.people), 4):
            person = safety.identify(
                who, email="", accounts=[cast.people[who]], by=by, at=world.START
            )
            safety.keep_from(
                person, child.id, kind=v.Conflict.RELATIVE, reason="x", by=by, at=world.START
            )
        agency = chance.choice(list(cast.agencies.values()))
        of = told.WithheldFrom(agency_id=agency)
        matter = chance.choice(list(v.Matter))
        safety.withhold(child.id, matter, of=of, reason="x", by=by, at=world.START)
        for who in chance.sample(sorted(cast.people), 6):
            viewer = cast.viewer(who, now=world.START)
            emergency.ask(child.id, WHY, by=viewer, at=world.START)


def begin_and_end(cast, chance):
    """Episodes are closed; parts begin after that, are finished, and end, at random."""
    for episode in Episode.objects.all():
        if chance.random() < 0.4:
            close(episode, by=cast.people["ines"])
    for episode in Episode.objects.all():
        asked = [(agency, Capacity.INTERVIEW_PROVIDER) for agency in cast.agencies.values()]
        since = chance.sample(asked, 4)
        actions.add_parties(episode, since, by=None, at=world.after(4))
    for party in Party.objects.all():
        if chance.random() < 0.3:
            party.finished_at = world.after(5)
            party.save(update_fields=["finished_at"])
        if chance.random() < 0.3:
            party.ended_at, party.ended_by_id = world.after(2), cast.people["ines"]
            party.save(update_fields=["ended_at", "ended_by"])


def close(episode, *, by):
    """The episode is closed, as the database knows it."""
    closed = {"closed_at": world.after(3), "closed_by_id": by, "closing_summary": "x"}
    Episode.objects.filter(id=episode.id).update(
        **closed, absent_until=world.after(3), state=EpisodeState.CLOSED
    )


def viewers(cast):
    """Everybody, and everybody once their account is closed."""
    for person in casting.PEOPLE:
        viewer = cast.viewer(person.username, now=world.START, purpose=Purpose.SEARCH)
        yield viewer
        yield replace(viewer, active=False)


@pytest.mark.parametrize("seed", range(4))
def test_the_episodes_listed_are_those_that_may_be_seen(seed):
    cast = a_world(seed)

    for viewer in viewers(cast):
        allowed = {
            episode.id
            for episode in Episode.objects.all()
            if access.decide(
                viewer,
                SEE_EPISODE,
                parties=episodes.parties_of(episode.id),
                child_id=episode.child_id,
                named=protection.named_for(episode.child_id),
            ).allowed
        }
        assert set(visibility.episodes(viewer).values_list("id", flat=True)) == allowed


@pytest.mark.parametrize("section", [Section.REPORT, Section.FOUND, Section.INTELLIGENCE])
def test_a_section_is_counted_in_the_episodes_in_which_it_is_read(section):
    cast = a_world(5)
    counted = 0

    for viewer in viewers(cast):
        for child in Child.objects.all():
            away = times_away.of_child(viewer, child.id)
            read = {
                episode.id
                for episode in away.seen
                if section
                in redaction.sections_for(
                    viewer, parties=episodes.parties_of(episode.id), child_id=child.id
                )
            }
            assert set(away.with_section(section).values_list("id", flat=True)) == read
            counted += len(read)
    assert counted


@pytest.mark.parametrize("seed", range(4))
def test_the_children_listed_are_those_whose_record_may_be_opened_for_a_purpose(seed):
    cast = a_world(seed)

    for viewer in viewers(cast):
        allowed = {
            child.id
            for child in Child.objects.all()
            if access.decide(
                viewer,
                SEE_CHILD,
                parties=visibility.parties_to_child(child.id),
                child_id=child.id,
                named=protection.named_for(child.id),
            ).allowed
        }
        assert set(visibility.children(viewer).values_list("id", flat=True)) == allowed


@pytest.mark.parametrize("seed", range(4))
def test_a_part_that_opens_a_childs_record_is_one_that_counts_for_it(seed):
    a_world(seed)

    for child in Child.objects.all():
        counts = {
            party
            for episode in Episode.objects.filter(child=child)
            for party in episodes.parties_of(episode.id)
            if redaction.counts_for_record(party, closed_at=episode.closed_at)
        }
        newest = CareArrangement.objects.filter(child=child).order_by("-since", "-id").first()
        care = visibility.care_parts(newest) if newest else ()
        counts |= {facts.Party(agency, part) for agency, part in care if agency}
        assert set(visibility.parties_to_child(child.id)) == counts
