"""People at work on invented children: signing in, reporting, and sending forms."""

import re
import uuid
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.test import Client

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import child_introduced, report_received
from wayhome.platform import clock
from wayhome.records.episodes.models import Episode
from wayhome.rules import told


class Work:
    """A partnership, its people, and a client for whoever is signed in."""

    def __init__(self, cast: casting.Cast | None = None) -> None:
        self.now = clock.now()
        self.cast = cast or casting.assemble(now=self.now - timedelta(hours=12))

    def viewer(self, username):
        """A person as the rules see them."""
        return self.cast.viewer(username, now=self.now)

    def sign_in(self, username) -> Client:
        """A client in which this person is signed in."""
        client = Client()
        client.force_login(get_user_model().objects.get(username=username))
        return client

    def child(self, given="Amira", *, contacts=(), concerns=(), at=None):
        """A child of Harrowfell who lives at Larch House."""
        return child_introduced.record(
            told.Child(given_name=given, family_name="Example", age_stated=15),
            arrangement=told.Arrangement(
                responsible_authority_id=self.cast.agencies["Harrowfell Council"],
                placement_id=self.cast.agencies["Larch House"],
                is_looked_after=True,
            ),
            contacts=contacts,
            concerns=concerns,
            by=self.viewer("joss"),
            now=at or self.now - timedelta(hours=6),
        )

    def episode(self, *, child=None, at: datetime | None = None):
        """An open episode of a child who lives at Larch House, reported two hours ago."""
        at = at or self.now - timedelta(hours=2)
        child = child or self.child()
        answer = report_received.record(
            told.MissingReport(
                reporter=told.Reporter("Joss Amberley", "01632 960001"),
                why_worried="Not back from school",
                child_id=child.child_id,
                last_seen_at=at - timedelta(hours=1),
                last_seen_place="Beckside bus station",
            ),
            key=uuid.uuid4().hex,
            by=self.viewer("joss"),
            now=at,
        )
        return Episode.objects.get(id=answer["episode_id"])


def key() -> str:
    """A fresh submission key."""
    return str(uuid.uuid4())


def words(response) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
