"""One record read twice by the same person: on its page and through the API."""

import html
import json
import re
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.test import Client
from tests.interfaces.api.calling import Callers

from wayhome.platform import clock
from wayhome.rules.london import LONDON

BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass
class Readers:
    """The people of a partnership, who read pages and call the API."""

    callers: Callers

    def browser(self, username):
        """A browser in which this person has signed in."""
        client = Client()
        client.force_login(get_user_model().objects.get(username=username), backend=BACKEND)
        return client

    def page(self, username, address, *, at, as_of=None):
        """What the page says at this moment, without its markup."""
        asked = {} if as_of is None else {"as_of": _written(as_of)}
        with clock.at(at):
            answer = self.browser(username).get(address, asked)
        assert answer.status_code == 200, (username, address, answer.status_code)
        return words(answer)

    def answer(self, username, address, *, at, as_of=None):
        """What the API answers at this moment, as text."""
        asked = "" if as_of is None else f"?as_of={as_of.isoformat().replace('+00:00', 'Z')}"
        return json.dumps(self.callers.read(username, address + asked, at=at), ensure_ascii=False)


def words(answer):
    """What a page says, as a person reads it."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def _written(moment):
    return moment.astimezone(LONDON).strftime("%d/%m/%Y %H:%M")
