"""One database for the room: filled once a run, and every request in it undone."""

import pytest
from django.db import connection

from tests.foundation import databases
from tests.foundation.databases import owner
from tests.plans import filling, people, watching
from wayhome.platform import clock

# The child who was away most often, and an open episode that most of the force's partners know of.
AWAY_OFTEN = """
SELECT child_id, max(id::text)::uuid FROM episodes_episode GROUP BY child_id
 ORDER BY count(*) DESC, child_id LIMIT 1
"""
OPEN = """
SELECT episode.child_id, episode.id FROM episodes_episode AS episode
  JOIN episodes_party AS part ON part.episode_id = episode.id
  JOIN agencies_agency AS owner ON owner.id = episode.owner_agency_id
 WHERE closed_at IS NULL AND owner.name = 'Northmoor Police'
 GROUP BY episode.id ORDER BY count(*) DESC, episode.id LIMIT 1
"""


@pytest.fixture(scope="session")
def filled(demo_database, django_db_blocker, tmp_path_factory):
    """Connected to the demonstration with many years beside it; the large tables, as counted."""
    folder = filling.back_record(tmp_path_factory.mktemp("plans") / "record")
    with (
        django_db_blocker.unblock(),
        databases.database_copied_from(demo_database, purpose="plans") as name,
    ):
        databases.wayhome("import-history", str(folder), name=name)
        filling.open_episodes(now=clock.now())
        with owner():
            filling.multiply()
            large = filling.large()
        yield large


@pytest.fixture(scope="session")
def subjects(filled):
    """Children with an episode of each: one away often, and one away now."""
    del filled
    with owner(), connection.cursor() as cursor:
        found = []
        for question in (OPEN, AWAY_OFTEN):
            cursor.execute(question)
            found.append(cursor.fetchone())
    return found


@pytest.fixture(scope="session")
def everybody(subjects):
    """Everybody who asks, by name."""
    opened = [each for subject in subjects for each in subject]
    now = clock.now()
    every = (*people.LISTS, *people.OTHERS)
    return {name: people.signed_in(name, opened=opened, now=now) for name in every}


@pytest.fixture
def watch(filled):
    """Watches what is asked from now on."""
    return watching.Watch(filled)
