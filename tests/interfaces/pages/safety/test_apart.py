"""Who must not know of a child, as those who may say so see it, and those it is kept from."""

import re

import pytest
from tests.interfaces.pages import at_work

from wayhome.journey import child_introduced
from wayhome.platform import clock
from wayhome.records.children.models import Child
from wayhome.records.safety.models import Conflict, Withholding
from wayhome.rules import told

pytestmark = pytest.mark.django_db
KEYS = (f"9b1c0f2e-4a61-4a5e-9a59-1f2f6b1f{number:04d}" for number in range(1000))


@pytest.fixture
def work(db):
    del db
    return at_work.Work()


@pytest.fixture
def child(work):
    return Child.objects.get(id=work.episode().child_id)


def opened(work, who, child):
    client = work.sign_in(who)
    with clock.at(work.now):
        client.post(f"/children/{child.reference}/why", {"purpose": "strategy", "reason": "x"})
    return client


def send(work, client, address, **said):
    with clock.at(work.now):
        return client.post(address, {**said, "submission_key": next(KEYS)})


def keep(work, child, who, *, by="ines"):
    return send(
        work,
        opened(work, by, child),
        f"/children/{child.reference}/apart/person",
        name=who,
        username=who,
        kind="relative",
        reason="An uncle",
    )


def test_a_manager_keeps_a_child_from_a_colleague_for_whom_it_is_then_unknown(work, child):
    addresses = (f"/children/{child.reference}/", f"/episodes/{child.episodes.get().reference}/")
    client = opened(work, "tomas", child)
    with clock.at(work.now):
        assert [client.get(address).status_code for address in addresses] == [200, 200]

    assert keep(work, child, "tomas").status_code == 302

    with clock.at(work.now):
        assert [client.get(address).status_code for address in addresses] == [404, 404]
        for listed in ("/", "/notices/", "/emergency-looks/"):
            assert "Amira" not in client.get(listed, follow=True).content.decode()
        found = client.post("/children/", {"given_name": "Amira"})
        assert "0 children found" in found.content.decode()


def test_the_page_shows_whom_to_those_who_may_say_so_and_to_nobody_else(work, child):
    keep(work, child, "tomas")
    address = f"/children/{child.reference}/apart/"
    with clock.at(work.now):
        assert "An uncle" in opened(work, "callum", child).get(address).content.decode()
        assert opened(work, "nadia", child).get(address).status_code == 403
        assert opened(work, "tomas", child).get(address).status_code == 404
        assert work.sign_in("femi").get(address).status_code == 404


def test_two_people_of_two_agencies_take_it_back(work, child):
    keep(work, child, "tomas")
    address = f"/children/{child.reference}/apart/people/{Conflict.objects.get().id}"

    assert send(work, opened(work, "ines", child), address, reason="Wrong man").status_code == 302
    again = send(work, opened(work, "callum", child), address, reason="I agree")
    assert again.status_code == 422
    assert "another agency" in again.content.decode()
    assert send(work, opened(work, "leon", child), address, reason="I agree").status_code == 302

    with clock.at(work.now):
        assert opened(work, "tomas", child).get(f"/children/{child.reference}/").status_code == 200


def test_an_agency_is_not_told_where_the_child_is(work, child):
    home = work.cast.agencies["Larch House"]
    client = opened(work, "leon", child)
    address = f"/children/{child.reference}/apart/withhold"
    with clock.at(work.now):
        offered = client.get(address).content.decode()
    assert f'value="agency:{home}"' in offered
    assert "Harrowfell" not in re.search(r"<select.*?</select>", offered, re.S)[0]

    said = {"whom": f"agency:{home}", "matter": "whereabouts", "reason": "Staff are suspected"}
    assert send(work, client, address, **said).status_code == 302

    assert Withholding.objects.get().agency_id == home
    with clock.at(work.now):
        page = work.sign_in("wendy").get(f"/episodes/{child.episodes.get().reference}/")
    assert page.status_code == 200
    assert "Beckside bus station" not in page.content.decode()


def test_a_declaration_is_answered_alike_for_a_child_and_for_nobody(work, child):
    born = {"date_of_birth-day": "2", "date_of_birth-month": "5", "date_of_birth-year": "2011"}
    answers = []
    for given in (child.given_name, "Nobody"):
        client = work.sign_in("tomas")
        answer = send(
            work,
            client,
            "/declare",
            given_name=given,
            family_name="Example",
            kind="relative",
            reason="A niece",
            **born,
        )
        answers.append((answer.status_code, answer["Location"]))

    assert answers == [(302, "/declare")] * 2
    with clock.at(work.now):
        assert "Nobody Example" in work.sign_in("tomas").get("/declare").content.decode()


def test_a_parent_who_is_not_told_is_named_to_those_alone_who_read_of_the_family(work, child):
    child_introduced.learned(
        child.id,
        told.Child(),
        supplied_by="the council",
        contact=told.Contact("Sara Example", "mother", "01632 960101"),
        arrangement=told.Arrangement(
            responsible_authority_id=work.cast.agencies["Harrowfell Council"],
            health_id=work.cast.agencies["Fellside Health Trust"],
        ),
        by=work.viewer("nadia"),
        now=work.now,
    )
    contact = child.contacts.get()
    address = f"/children/{child.reference}/apart/"
    send(
        work,
        opened(work, "ines", child),
        f"{address}withhold",
        whom=f"contact:{contact.id}",
        matter="whereabouts",
        reason="A threat",
    )

    with clock.at(work.now):
        police = opened(work, "ines", child).get(address).content.decode()
        nurse = opened(work, "isla", child).get(address).content.decode()

    assert contact.name in police
    assert "A threat" in nurse
    assert contact.name not in nurse
    assert "Parent or carer" in nurse
