"""The child's page, the API and the panel beside a report open the same facts to the same part."""

import json
from dataclasses import dataclass

import pytest
from tests.interfaces import alike
from tests.interfaces.api import calling
from tests.interfaces.api.calling import a_report, after

from wayhome.interfaces.api.v1.schemas import children as schemas
from wayhome.interfaces.rehearsal import cast as casting
from wayhome.platform import clock
from wayhome.records.children.models import CareArrangement, Child
from wayhome.records.episodes import actions
from wayhome.records.episodes.models import Episode, Party
from wayhome.rules import redaction
from wayhome.rules.redaction import SEEN_BY
from wayhome.rules.vocabulary import Capacity

pytestmark = pytest.mark.django_db
LATER = after(2)
# What each surface says of each fact. Those it never says are left out.
ON_PAGE = {
    "known_as": "Mimi",
    "date_of_birth": "3 February 2012",
    "sex": "SEX-SAID",
    "ethnicity": "ETHNICITY-SAID",
    "language": "LANGUAGE-SAID",
    "description": "DESCRIPTION-SAID",
    "placement_id": "Lives at",
    "responsible_authority_id": "Responsible council",
    "is_looked_after": "Looked after by the council",
    "host_force_id": "Police force",
    "school_id": "Beckside Academy",
    "health_id": "Fellside Health Trust",
    "markers": "Two phones",
    "contacts": "01632 960077",
}
IN_PANEL = {
    "known_as": "Mimi",
    "date_of_birth": "3 February 2012",
    "language": "LANGUAGE-SAID",
    "description": "DESCRIPTION-SAID",
    "markers": "Risk of criminal exploitation",
    "contacts": "01632 960077",
}
OF_THE_CHILD = {
    "known_as": "Mimi",
    "date_of_birth": "2012-02-03",
    "age": "14",
    "sex": "SEX-SAID",
    "ethnicity": "ETHNICITY-SAID",
    "language": "LANGUAGE-SAID",
    "description": "DESCRIPTION-SAID",
}
OF_THE_ROW = {
    *("id", "reference", "given_folded", "family_folded", "age_stated_at", "recorded_at"),
    *("child_id", "recorded_by_id", "corrects_id"),
}


@dataclass
class Known:
    """A child of whom every fact is known, missing now, and a council with one part in it."""

    readers: alike.Readers
    child: str
    episode: str

    def plays(self, capacity):
        """The council, all of whose other parts are ended, plays this part and no other."""
        episode = Episode.objects.get(reference=self.episode)
        council = self.readers.callers.cast.agencies["Eastvale County Council"]
        Party.objects.filter(episode=episode, agency_id=council).delete()
        actions.add_parties(episode, [(council, capacity)], by=None, at=after(1))

    def page(self):
        """The facts on the child's page."""
        here = f"/children/{self.child}/"
        with clock.at(LATER):
            client = self.readers.browser("elin")
            client.post(f"{here}why", {"purpose": "assess", "reason": ""})
            return _said(client.get(here), ON_PAGE)

    def panel(self):
        """The facts in the panel beside a report, once its reader has said why."""
        with clock.at(LATER):
            client = self.readers.browser("elin")
            child_id = str(Episode.objects.get(reference=self.episode).child_id)
            chosen = client.post("/report/look-up", {"do": f"child:{child_id}"})
            assert not {"markers", "contacts"} & _said(chosen, IN_PANEL)
            panel = client.post("/report/look-up", {"do": "known", "child_id": child_id})
        assert panel.status_code == 200
        return _said(panel, IN_PANEL)

    def record(self):
        """The facts the API answers of the child's record."""
        record = self.readers.callers.read(
            "elin", f"/children/{self.child}", at=LATER, Wayhome_Purpose="assess"
        )
        said = {**record["child"], **record["care"]}
        held = {*record["child"]["held_back"], *record["care"]["held_back"]}
        answered = {name for name, value in said.items() if value not in (None, "")}
        assert not held & answered
        return answered | {name for name in ("contacts", "markers") if record[name]}

    def of_the_episode(self):
        """The facts of the child the API answers with the episode."""
        read = self.readers.callers.read("elin", f"/episodes/{self.episode}", at=LATER)
        family = {"contacts"} if "01632 960077" in json.dumps(read["family"]) else set()
        shown = {name for name, said in OF_THE_CHILD.items() if str(read["child"][name]) == said}
        return shown | family


def _said(answer, sentences):
    words = alike.words(answer)
    return {fact for fact, said in sentences.items() if said in words}


@pytest.fixture
def known():
    callers = calling.Callers(casting.assemble(now=calling.START))
    agency = {name: str(key) for name, key in callers.cast.agencies.items()}
    child = callers.done(
        "nadia",
        "/children",
        {
            "child": {
                "given_name": "Amira",
                "family_name": "Example",
                "known_as": "Mimi",
                "date_of_birth": "2012-02-03",
                "sex": "SEX-SAID",
                "ethnicity": "ETHNICITY-SAID",
                "ethnicity_source": "self",
                "language": "LANGUAGE-SAID",
                "description": "DESCRIPTION-SAID",
            },
            "arrangement": {
                "responsible_authority_id": agency["Harrowfell Council"],
                "placement_id": agency["Larch House"],
                "school_id": agency["Beckside Academy"],
                "health_id": agency["Fellside Health Trust"],
                "social_worker_id": str(callers.cast.people["nadia"]),
                "legal_basis": "C1",
                "is_looked_after": True,
            },
            "contacts": [
                {"name": "Sara Example", "relationship": "mother", "telephone": "01632 960077"}
            ],
            "concerns": [
                {
                    "marker": "criminal_exploitation",
                    "evidence": "Two phones",
                    "supplied_by": "Nadia Birch",
                }
            ],
        },
    )["reference"]
    body = a_report(child_reference=child)
    episode = callers.done("joss", "/missing-reports", body, Idempotency_Key="k")["reference"]
    return Known(alike.Readers(callers), child, episode)


def _open_to(capacity):
    """What the rule opens to whoever plays this part alone."""
    sections = {section for section, parts in SEEN_BY.items() if capacity in parts}
    return redaction.child_facts_for(sections)


@pytest.mark.parametrize("capacity", Capacity)
def test_each_part_is_shown_the_same_facts_wherever_the_child_is_shown(known, capacity):
    known.plays(capacity)
    may_know = _open_to(capacity)

    assert known.page() == may_know & set(ON_PAGE)
    assert known.panel() == may_know & set(IN_PANEL)
    assert known.of_the_episode() == may_know & {*OF_THE_CHILD, "contacts"}
    record = known.record() & {fact for opened in redaction.CHILD_RECORD for fact in opened.facts}
    unknown = {"age_stated", "host_authority_id", "home_force_id"}
    assert record - unknown == may_know - unknown


@pytest.mark.parametrize("capacity", Capacity)
def test_a_concern_is_named_as_the_reason_for_a_level_only_to_those_who_may_know_it(
    known, capacity
):
    known.plays(capacity)
    pages = [
        known.readers.page("elin", address, at=LATER)
        for address in (f"/episodes/{known.episode}/", f"/report/{known.episode}/received")
    ]

    for page in pages:
        assert ("exploitation" in page) == ("markers" in _open_to(capacity))


def test_every_fact_that_is_kept_of_a_child_is_in_the_table_once():
    told = [fact for opened in redaction.CHILD_RECORD for fact in opened.facts]
    details = set(schemas.Child.model_fields) | set(schemas.Arrangement.model_fields)

    assert len(told) == len(set(told))
    assert set(told) == (details - {"id", "reference", "held_back"}) | {"markers", "contacts"}
    kept = {
        field.attname for model in (Child, CareArrangement) for field in model._meta.concrete_fields
    }
    assert kept - set(told) == OF_THE_ROW


def test_a_child_who_is_looked_up_is_told_from_others_and_no_more():
    assert {*schemas.ChildFound.model_fields} - {"id", "reference"} <= redaction.TELLS_APART
