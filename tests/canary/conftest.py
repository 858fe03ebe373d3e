"""The world of the canaries: made once a run, in a database of its own, and never changed after."""

import hashlib
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from tests.canary import guarded, marks, world
from tests.canary import matrix as gathering
from tests.foundation import databases
from tests.foundation.databases import owner
from wayhome.config import places

KEPT = "wayhome_canaries_"


@pytest.fixture(scope="session")
def canary_world(template_database, django_db_blocker):
    """The name of a database with the world in it, and a canary in every text.

    Made again only when the service, or what makes the world, has changed.
    """
    name = f"{KEPT}{_shape()}"
    with databases.one_at_a_time(), django_db_blocker.unblock():
        if name not in databases.names_like(name):
            for old in databases.names_like(KEPT):
                databases.drop(old)
            unfinished = f"{name}_unfinished"
            databases.drop(unfinished)
            databases.copy(template_database, name=unfinished)
            with databases.connected_to(unfinished):
                with transaction.atomic():
                    made = world.build(owner)
                with owner():
                    marks.plant()
                with transaction.atomic():
                    world.taken_out(made)
                with owner():
                    marks.plant(world.TAKEN_OUT, after=marks.AFTER)
            databases.as_server("ALTER DATABASE {} RENAME TO {}", unfinished, name)
    return name


def _shape() -> str:
    """Changes whenever anything that the world is made with changes."""
    made_with = [Path(each.__file__) for each in (world, guarded, marks)]
    rooms = ("rules", "platform", "records", "stages", "journey", "interfaces/rehearsal")
    service = [file for room in rooms for file in (places.PACKAGE / room).rglob("*.py")]
    digest = hashlib.sha256()
    for file in sorted([*service, *made_with]):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


@pytest.fixture(scope="module")
def matrix(canary_world, django_db_blocker):
    """Everybody and everything, in a copy of the world in which each request is undone."""
    with (
        django_db_blocker.unblock(),
        override_settings(WAYHOME_SIGN_IN_BY_CHOICE=False),
        databases.database_copied_from(canary_world, purpose="acting"),
    ):
        with owner():
            planted = marks.read(marks.Planted())
        yield gathering.gather(planted, owner=owner)
