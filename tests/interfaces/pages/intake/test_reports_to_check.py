"""What could not be recorded by itself is put before those who take reports for the police."""

import re
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from tests.interfaces.pages import at_work

from wayhome.interfaces.pages.intake import refusing
from wayhome.journey import report_held
from wayhome.platform import clock
from wayhome.platform.audit.models import LedgerEntry, Verb
from wayhome.platform.journal.models import HeldReport
from wayhome.platform.models import new_id
from wayhome.records.agencies.models import Agency
from wayhome.rules import access
from wayhome.stages.intake.models import MissingReport

pytestmark = pytest.mark.django_db
TYPED = {
    "submission_key": ["k"],
    "reporter_name": ["Zqsam"],
    "reporter_telephone": ["01632 960003"],
    "given_name": ["Zqwenna"],
    "why_worried": ["Not back and it is dark"],
    "type": ["missing"],
}
BODY = {
    "reporter": {"name": "Zqsam", "telephone": "01632 960003"},
    "child": {"given_name": "Zqwenna"},
    "why_worried": "Not back and it is dark",
    "answers": [{"topic": "medical", "answer": "Insulin"}],
}


def held(work, *, giver=None, of_a_program=False, why=refusing.NOT_KNOWN):
    """The address of a report that waits, from somebody or nobody who is known."""
    made = str(new_id())
    entry = {
        "id": made,
        "way": "api" if of_a_program else "page",
        "key": "k",
        "received_at": (clock.now() - timedelta(hours=1)).isoformat(),
        **({"body": BODY} if of_a_program else {"typed": TYPED}),
    }
    claimed = work.cast.people[giver] if giver else None
    report_held.hold(
        entry, claimed_by=claimed, why=why, problems=["Choose the child again"], now=clock.now()
    )
    return f"/report/held/{made}"


def test_it_stands_on_the_list_without_what_it_says(work):
    address = held(work, giver="joss")

    page = work.sign_in("asha").get("/report/held/")

    assert address in page.content.decode()
    assert "Joss" in at_work.words(page)
    assert "Zqwenna" not in page.content.decode()


def test_each_report_on_a_list_that_is_opened_is_entered(work, as_owner):
    waits = {UUID(held(work, giver=giver).rpartition("/")[2]) for giver in ("joss", None)}

    work.sign_in("asha").get("/report/held/")

    with as_owner():
        looks = LedgerEntry.objects.filter(deed=access.Deed.CHECK_REPORT, verb=Verb.CONSULT)
        assert set(looks.values_list("object_id", flat=True)) == waits
        assert {each.practitioner_id for each in looks} == {work.cast.people["asha"]}


def test_an_empty_list_says_so(work):
    assert "No report waits" in at_work.words(work.sign_in("asha").get("/report/held/"))


@pytest.mark.parametrize("of_a_program", [False, True])
def test_whoever_opens_it_reads_all_that_was_sent_and_is_entered(work, as_owner, of_a_program):

    address = held(work, of_a_program=of_a_program)

    page = at_work.words(work.sign_in("asha").get(address))

    for words in ("Zqwenna", "Zqsam", "Not back and it is dark", "not known", "Choose the child"):
        assert words in page
    with as_owner():
        looked = LedgerEntry.objects.get(deed=access.Deed.CHECK_REPORT, verb=Verb.CONSULT)
    assert looked.practitioner_id == work.cast.people["asha"]


@pytest.mark.parametrize("username", ["joss", "nadia", "grace", "ben"])
def test_nobody_but_who_takes_reports_for_the_police_reads_it(work, username):
    address = held(work, giver="joss")

    person = work.sign_in(username)
    assert person.get("/report/held/").status_code == 403
    assert person.get(address).status_code == 404
    assert person.post(address, {"how": "Recorded"}).status_code == 404
    assert person.post(f"{address}/take-up").status_code == 404


def test_taken_up_it_is_the_draft_of_a_report_with_the_true_time(work):
    address = held(work, giver="joss")
    asha = work.sign_in("asha")

    form = asha.post(f"{address}/take-up", follow=True)

    page = form.content.decode()
    reported_at = re.search(r'name="reported_at"[^>]* value="([^"]+)"', page)
    assert form.request["PATH_INFO"] == "/report/"
    assert "Zqwenna" in page
    sent = {name: texts[-1] for name, texts in TYPED.items()} | {
        "submission_key": at_work.key(),
        "council_id": str(work.cast.agencies["Harrowfell Council"]),
        "reported_at": reported_at[1],
        "channel": "telephone",
    }
    asha.post("/report/", sent)
    report = MissingReport.objects.get()
    assert report.channel == "keyed_later"
    assert report.recorded_at - report.received_at >= timedelta(hours=1)


def test_one_of_a_program_is_taken_up_too(work):
    address = held(work, of_a_program=True)

    page = work.sign_in("asha").post(f"{address}/take-up", follow=True).content.decode()

    assert "Zqwenna" in page
    assert "Zqsam" in page


def test_it_stays_until_somebody_says_what_became_of_it(work):
    address = held(work, giver="joss")
    asha = work.sign_in("asha")
    asha.post(f"{address}/take-up")
    assert address in asha.get("/report/held/").content.decode()

    assert asha.post(address, {"how": " "}).status_code == 422
    asha.post(address, {"how": "Recorded as 7K3MD"})

    assert address not in asha.get("/report/held/").content.decode()
    assert asha.get(address).status_code == 404
    assert HeldReport.objects.get().settled_by.username == "asha"


def test_its_giver_reads_that_it_waits_and_what_became_of_it(work, as_owner):
    key = at_work.key()
    entry = {"id": str(new_id()), "way": "page", "key": key, "typed": TYPED}
    entry["received_at"] = clock.now().isoformat()
    joss = work.cast.people["joss"]
    report_held.hold(
        entry, claimed_by=joss, why=refusing.TO_PUT_RIGHT, problems=[], now=clock.now()
    )
    client = work.sign_in("joss")

    waits = client.get(f"/report/waiting/{key}")
    work.sign_in("asha").post(f"/report/held/{entry['id']}", {"how": "Recorded as 7K3MD"})
    settled = client.get(f"/report/waiting/{key}")

    assert waits.status_code == 202
    assert "waits for a person" in at_work.words(waits)
    assert "Recorded as 7K3MD" in at_work.words(settled)
    with as_owner():
        looks = LedgerEntry.objects.filter(practitioner_id=joss, object_id=entry["id"])
        assert [each.deed for each in looks] == [access.Deed.READ_OWN_REPORT] * 2


def test_another_force_is_not_shown_what_says_where_it_comes_from(work):
    address = held(work, giver="joss")
    elsewhere = replace(work.viewer("asha"), agency_id=new_id())

    assert report_held.waiting(by=elsewhere, now=clock.now()) == []
    with pytest.raises(LookupError):
        report_held.look(UUID(address.rpartition("/")[2]), by=elsewhere, now=clock.now())


@pytest.mark.parametrize("giver", ["asha", "nadia", "joss", "grace"])
def test_it_goes_to_the_force_of_the_agency_it_says_it_comes_from(work, giver):
    held(work, giver=giver)

    assert HeldReport.objects.get().force_id == work.cast.agencies["Northmoor Police"]


def test_it_goes_to_the_force_of_the_council_where_an_agency_names_none(work, as_owner):
    with as_owner():
        larch = Agency.objects.get(name="Larch House")
        larch.police_force, larch.council_id = None, work.cast.agencies["Harrowfell Council"]
        larch.save()

    held(work, giver="joss")

    assert HeldReport.objects.get().force_id == work.cast.agencies["Northmoor Police"]


def test_it_goes_to_every_force_where_nothing_says_which(work, as_owner):
    with as_owner():
        Agency.objects.filter(name="Larch House").update(police_force=None, council=None)
    address = held(work, giver="joss")

    assert HeldReport.objects.get().force_id is None
    assert address in work.sign_in("asha").get("/report/held/").content.decode()


def test_what_is_kept_cannot_be_read_in_the_table(work):
    held(work, giver="joss")

    assert "Zqwenna" not in HeldReport.objects.get().content


def test_whoever_may_check_it_reads_among_their_notices_that_it_waits_and_says_i_have_this(work):
    address = held(work, giver="joss")
    held_id = address.rpartition("/")[2]
    asha = work.sign_in("asha")

    notices = asha.get("/notices/")
    assert "1 report waits to be checked, and nobody has it" in at_work.words(notices)
    key = sha256(UUID(held_id).bytes).hexdigest()[:16]
    assert f'data-asks="{key}"' in notices.content.decode()
    assert held_id not in notices.content.decode()  # which report it is, is a look of its own
    assert "Zqwenna" not in notices.content.decode()
    assert asha.get(f"/notices/{held_id}/").headers["Location"] == address
    assert "Nobody has this yet" in at_work.words(asha.get("/report/held/"))
    assert asha.get(f"{address}/have").status_code == 405

    page = asha.post(f"{address}/have", follow=True)

    assert "You have this" in at_work.words(page)
    assert ">I have this<" not in page.content.decode()
    assert "has had this since" in at_work.words(asha.get("/report/held/"))
    assert "waits to be checked" not in at_work.words(asha.get("/notices/"))


@pytest.mark.parametrize("username", ["joss", "nadia", "grace", "owen"])
def test_nobody_else_is_told_among_their_notices_that_a_report_waits(work, username):
    address = held(work, giver="joss")
    person = work.sign_in(username)

    assert "to be checked" not in at_work.words(person.get("/notices/"))
    assert person.get(f"/notices/{address.rpartition('/')[2]}/").status_code == 404
    assert person.post(f"{address}/have").status_code == 404


def test_taking_it_up_is_saying_i_have_this(work):
    address = held(work, giver="joss")

    work.sign_in("asha").post(f"{address}/take-up")

    assert HeldReport.objects.get().had_by.username == "asha"
