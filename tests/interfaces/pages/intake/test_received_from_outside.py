"""What a stranger reads after a report does not tell whether the child is known here."""

import re
from datetime import date

import pytest
from tests.interfaces.pages import at_work

from wayhome.interfaces.pages.shared.moment_fields import DAY_PARTS
from wayhome.journey import child_introduced
from wayhome.platform.audit.models import LedgerEntry
from wayhome.records.episodes.models import Episode
from wayhome.rules import told

pytestmark = pytest.mark.django_db
BORN = {f"date_of_birth-{part}": str(at) for part, at in zip(DAY_PARTS, (5, 5, 2011), strict=True)}


@pytest.fixture
def known(work):
    """A child of Larch House, whom those of Tideway House have nothing to do with."""
    return child_introduced.record(
        told.Child("Amira", "Example", date_of_birth=date(2011, 5, 5)),
        arrangement=told.Arrangement(
            responsible_authority_id=work.cast.agencies["Harrowfell Council"],
            placement_id=work.cast.agencies["Larch House"],
        ),
        by=work.viewer("joss"),
        now=work.now,
    )


def send(work, given, family, *, by="tariq", **more):
    """A report by name and date of birth; where it leads."""
    said = {
        "submission_key": at_work.key(),
        "reporter_name": "Tariq Levens",
        "reporter_telephone": "01632 960003",
        "why_worried": "Not back and it is dark",
        "type": "missing",
        "given_name": given,
        "family_name": family,
        "channel": "telephone",
        **BORN,
        **more,
    }
    return work.sign_in(by).post("/report/", said)


def read(work, response, *, by="tariq"):
    """The words of a page, without the reference."""
    page = at_work.words(work.sign_in(by).get(response.url))
    return re.sub(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]\b|Read aloud: [^.]*?(?= What)", "", page)


@pytest.mark.parametrize("is_away", [False, True])
def test_the_page_says_the_same_of_a_child_known_here_and_of_one_nobody_knows(work, known, is_away):
    if is_away:
        work.episode(child=known)
    first = send(work, "Amira", "Example")
    second = send(work, "Zephyr", "Nobody")

    assert first.status_code == second.status_code == 302
    assert read(work, first) == read(work, second)
    assert "Thank you" in read(work, first)
    assert "Not back and it is dark" in read(work, first)


def test_the_page_holds_nothing_that_others_said(work, known):
    episode = work.episode(child=known)

    page = read(work, send(work, "Amira", "Example"))

    assert "Beckside bus station" not in page
    assert "Joss Amberley" not in page
    assert work.sign_in("tariq").get(f"/episodes/{episode.reference}/").status_code == 404
    assert work.sign_in("grace").get(f"/report/{episode.reference}/received").status_code == 404


def test_a_second_report_says_that_it_joined_their_first(work, known):
    work.episode(child=known)
    send(work, "Amira", "Example")

    page = read(work, send(work, "Amira", "Example", last_seen_place="The pier"))

    assert "had already been reported missing" in page
    assert "The pier" in page


def test_whoever_has_a_part_in_the_child_reads_what_happens_now(work, known):
    work.episode(child=known)

    response = send(work, "Amira", "Example", by="asha", council_id=_council(work))

    assert "Who owns it" in at_work.words(work.sign_in("asha").get(response.url))


def test_one_who_takes_no_reports_reads_the_episode_they_have_a_part_in(work, known):
    episode = work.episode(child=known)

    assert work.sign_in("harri").get(f"/report/{episode.reference}/received").status_code == 404


def test_a_report_that_is_refused_is_in_the_ledger(work, known, as_owner):
    work.episode(child=known)
    Episode.objects.update(
        absent_until=work.now, closed_at=work.now, closed_by_id=work.cast.people["ines"]
    )
    key = at_work.key()
    send(work, "Zephyr", "Nobody", submission_key=key)

    again = send(work, "Zephyr", "Somebody", submission_key=key, child_id="other")

    assert "already received" in at_work.words(again)
    with as_owner():
        entry = LedgerEntry.objects.get(verb="refuse")
    assert entry.deed == "report a missing child"


def _council(work):
    return str(work.cast.agencies["Harrowfell Council"])
