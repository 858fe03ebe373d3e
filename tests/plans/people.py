"""Who asks: one of each kind of post that a page or a call is for, with a purpose said."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.test import Client

from wayhome.interfaces.pages.shared import proving, unsent
from wayhome.journey import partnership_formed
from wayhome.rules.vocabulary import Purpose

BACKEND = "django.contrib.auth.backends.ModelBackend"
# Who is asked for every list: a force, a council, a charity and a home; and others, where those are
# shown nothing.
LISTS = ("ines", "nadia", "ben", "joss")
OTHERS = ("owen", "idris", "callum", "asha", "zofia", "isla", "ruth", "leon", "tomas", "harri")


@dataclass(slots=True)
class Person:
    """How somebody asks for pages and calls."""

    name: str
    client: Client
    token: str

    def ask(self, address, sent=None):
        """What is answered; with something `sent`, it is sent."""
        if not address.startswith("/api/"):
            return self.client.get(address) if sent is None else self.client.post(address, sent)
        said = {"Authorization": f"Bearer {self.token}", "Wayhome-Purpose": str(Purpose.SEARCH)}
        if sent is None:
            return self.client.get(address, headers=said)
        return self.client.post(address, sent, content_type="application/json", headers=said)


def signed_in(username, *, opened, now):
    """Somebody of the demonstration, who has said why they open these records."""
    person = get_user_model().objects.get(username=username)
    client = Client(raise_request_exception=False)
    client.force_login(person, backend=BACKEND)
    session = client.session
    until = (now + timedelta(hours=4)).isoformat()
    session["purposes"] = {str(each): [str(Purpose.SEARCH), "", until] for each in opened}
    session[unsent.WAITING] = True
    session[proving.PROVED] = ["passkey", now.isoformat()]
    session.save()
    client.get("/protocol/")  # the database gets to know this sign-in
    lasts = timedelta(days=1)
    token = partnership_formed.token(person.pk, label="plans", now=now, lasts=lasts)
    return Person(username, client, token)
