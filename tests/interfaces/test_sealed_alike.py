"""A sealed child and a child nobody knows are answered by the same bytes, whatever is asked."""

import json
import re
from dataclasses import dataclass

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from tests.interfaces.api import calling
from tests.journey import outside, sealed, world

from wayhome.journey import word_of_sealed
from wayhome.platform import clock, references
from wayhome.records.children.models import Child

pytestmark = pytest.mark.django_db
# Those who had a part before it was sealed, and strangers.
ASKING = ("tomas", "joss", "ruth", "owen", "marek", "tariq", "grace")
NAMED = ("dina", "leon", "nadia", "ines")
KNOWN, NOBODY = ("Amira", "Example"), ("Zedro", "Unknown")
# What differs from one answer to the next, whomever it is about.
CHANGING = re.compile(
    r"[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]|[0-9a-f]{8}-[0-9a-f-]{27}"
    r'|csrfmiddlewaretoken" value="[^"]*"|on_screen=[^"&]*'
)


@dataclass
class Asked:
    """One person who asks about one name, and every answer without what always changes."""

    cast: object
    who: str
    name: tuple[str, str]
    reference: str

    def everything(self):
        return [self._plain(answer) for answer in (*self._pages(), *self._api())]

    def _plain(self, answer):
        text = answer.content.decode()
        for said, instead in zip(self.name, ("GIVEN", "FAMILY"), strict=True):
            text = text.replace(said, instead)
        text = text.replace(self.reference, "REFERENCE")
        headers = {
            name: value
            for name, value in answer.headers.items()
            if name not in {"Content-Length", "Set-Cookie"}
        }
        headers["Location"] = CHANGING.sub("*", headers.get("Location", ""))
        return answer.status_code, CHANGING.sub("*", text), headers

    def _pages(self):
        browser = Client()
        backend = "django.contrib.auth.backends.ModelBackend"
        browser.force_login(get_user_model().objects.get(username=self.who), backend=backend)
        given, family = self.name
        yield browser.post("/children/", {"given_name": given, "family_name": family})
        yield browser.post("/children/", {"reference": self.reference})
        for name in ("", "why", "detail", "contact", "protection", "protection/lower"):
            yield browser.get(f"/children/{self.reference}/{name}")
        yield browser.get("/sealed/")
        yield browser.get("/")
        yield browser.get("/notices/")

    def _api(self):
        callers = calling.Callers(self.cast)
        given, family = self.name
        about = {"given_name": given, "family_name": family, "date_of_birth": str(outside.BORN)}
        council = str(self.cast.agencies["Eastvale County Council"])
        report = {
            "child": about,
            "reporter": {"name": "Somebody", "telephone": "01632 960001"},
            "why_worried": "Not home",
            "council_id": council,
        }
        purpose = {"Wayhome_Purpose": "search"}
        yield callers.post(self.who, "/children/look-up", about)
        yield callers.get(self.who, f"/children/{self.reference}", **purpose)
        yield callers.get(self.who, f"/children/{self.reference}/episodes", **purpose)
        for key in ("one", "two"):
            made = callers.post(
                self.who, "/missing-reports", report, Idempotency_Key=self.who + key
            )
            yield made
            if made.status_code == 201:
                episode = json.loads(made.content)["reference"]
                yield callers.get(self.who, f"/episodes/{episode}")
                yield callers.get(self.who, f"/missing-reports/{episode}")
        yield callers.post(self.who, "/children/look-up", about)
        care = {"responsible_authority_id": council}
        yield callers.post(self.who, "/children", {"child": about, "arrangement": care})
        yield callers.post(self.who, "/children/look-up", about)


@pytest.mark.parametrize("who", ASKING)
def test_a_sealed_child_is_answered_of_as_one_nobody_knows(cast, who):
    child_id = world.introduce(cast, date_of_birth=outside.BORN, now=world.after(-300))
    world.report(cast, child_id, key="before", now=world.after(-20))
    sealed.seal(cast, child_id, named=NAMED, now=world.after(-10))
    reference = Child.objects.get(id=child_id).reference

    answered = []
    for name, asked in ((KNOWN, reference), (NOBODY, references.new())):
        with clock.at(calling.START), transaction.atomic():
            answered.append(Asked(cast, who, name, asked).everything())
            came = word_of_sealed.gather(now=calling.START)
            transaction.set_rollback(True)
        reported = any(status == 201 for status, *_ in answered[-1])
        assert bool(came) == (reported and name is KNOWN)
    known, nobody = answered

    for number, (one, other) in enumerate(zip(known, nobody, strict=True)):
        assert one == other, number


@pytest.fixture
def cast():
    return world.assemble()
