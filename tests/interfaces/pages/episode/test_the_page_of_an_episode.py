"""The page of one episode: what each may read of it, now and as it stood."""

import re
from datetime import timedelta

import pytest
from tests.interfaces.pages import counting

from wayhome.journey import time_passed
from wayhome.platform import clock
from wayhome.records.practitioners import queries as practitioners
from wayhome.rules.london import LONDON
from wayhome.rules.vocabulary import Level
from wayhome.stages.response.models import Escalation

pytestmark = pytest.mark.django_db
MOST_QUESTIONS = 20
POLICE_REASONS = "older men have met children"
COUNCIL_REASONS = "contact was cancelled on Friday"


def page_of(client, missing, query=""):
    response = client.get(f"/episodes/{missing.reference}/{query}")
    return re.sub(r"\s+", " ", response.content.decode())


def london(at):
    return at.astimezone(LONDON).strftime("%d/%m/%Y %H:%M")


def test_the_owner_reads_the_whole_story(sign_in, evening):
    missing = evening.whole_story()
    page = page_of(sign_in("ines"), missing)
    for words in (
        "Wren Example",
        "age 15",
        "Callum Frayne, missing person coordinator, Northmoor Police",
        missing.reference,
        "NM-2026-1000",
        "Agreed by police and children",
        "Joint level, agreed",
        "Sighting: Town park",
        "May be: At her brother’s flat in Eastvale",
        "Handover accepted",
        "Review held",
        "Family told: Sara Example",
        "A court order forbids contact",
        "Return home interview held",
        "Misses her brother. Nobody told her why contact was cancelled.",
        "See my brother",
        "The child was seen alone.",
    ):
        assert words in page, words


def test_the_page_asks_at_most_twenty_questions_of_a_long_story(sign_in, evening):
    missing = evening.whole_story()
    client = sign_in("ines")
    page_of(client, missing)
    with counting.asked() as questions:
        page = page_of(client, missing)
    assert page.count('class="wh-timeline__entry"') >= 60
    assert len(questions) <= MOST_QUESTIONS, "\n".join(questions)


def test_what_is_confidential_or_not_released_is_shown_to_nobody(sign_in, evening):
    missing = evening.whole_story()
    for username in ("ines", "nadia", "joss", "ben", "isla"):
        page = page_of(sign_in(username), missing)
        assert "SECRET" not in page, username


def test_every_look_is_entered_with_the_sections_shown(sign_in, evening, ledger):
    missing = evening.missing()
    page_of(sign_in("isla"), missing)
    verb, deed, sections = ledger(missing.child_id)[-1]
    assert (verb, deed) == ("consult", "see an episode")
    assert sections == ["located, returned and seen", "summary"]


def test_an_agency_without_a_part_is_answered_as_if_there_were_nothing(sign_in, evening, ledger):
    missing = evening.missing()
    client = sign_in("femi")
    before = len(ledger(missing.child_id))
    there = client.get(f"/episodes/{missing.reference}/")
    nowhere = client.get("/episodes/22222-22222-2/")
    assert there.status_code == nowhere.status_code == 404
    assert len(ledger(missing.child_id)) == before


def test_health_reads_that_a_child_is_missing_and_no_more(sign_in, evening):
    missing = evening.missing()
    evening.assessed(missing, police=Level.MEDIUM, council=Level.HIGH, hours=1)
    page = page_of(sign_in("isla"), missing)
    assert "Wren Example" in page
    for words in (POLICE_REASONS, "bus station", "Sara Example", "Who was told", "NM-2026"):
        assert words not in page


@pytest.mark.parametrize("who", ["isla", "grace"])
def test_a_home_is_told_by_its_kind_to_a_school_and_a_health_service(sign_in, evening, who):
    missing = evening.whole_story()
    joss, home = "Joss Amberley", "Larch House"

    theirs, ours = (page_of(sign_in(each), missing) for each in (who, "nadia"))

    assert f"{joss}, {home}" in ours
    assert f"{joss}, children&#x27;s home" in theirs or f"{joss}, children&#39;s home" in theirs
    assert home not in theirs


def test_neither_side_reads_the_other_until_both_are_in(sign_in, tonight):
    missing = tonight.missing()
    tonight.assessed(missing, police=Level.HIGH, council=None, hours=0.5)
    council = page_of(sign_in("nadia"), missing)
    assert "Hidden until both sides have assessed, or until" in council
    assert POLICE_REASONS not in council
    police = page_of(sign_in("ines"), missing)
    assert POLICE_REASONS in police
    assert "Not yet assessed. Due from" in police
    tonight.assessed(missing, police=None, council=Level.HIGH, hours=1)
    council = page_of(sign_in("nadia"), missing)
    assert POLICE_REASONS in council
    assert COUNCIL_REASONS in council


def test_after_the_protocols_time_the_one_assessment_is_shown(sign_in, evening):
    missing = evening.missing()
    evening.assessed(missing, police=Level.HIGH, council=None, hours=0.5)
    assert POLICE_REASONS in page_of(sign_in("nadia"), missing)


def test_a_past_moment_is_told_again(sign_in, evening):
    missing = evening.whole_story()
    client = sign_in("ines")
    page = page_of(client, missing, f"?as_of={london(evening.at(1.2))}")
    assert "What was known at" in page
    assert "Nothing can be recorded on this view." in page
    assert "Missing: assessed" in page
    assert "Sighting: Town park" not in page
    assert "What you can do" not in page
    assert "Handover accepted" not in page


def test_the_past_does_not_lift_the_veil(sign_in, evening):
    missing = evening.missing()
    evening.assessed(missing, police=Level.MEDIUM, council=None, hours=0.5)
    page = page_of(sign_in("nadia"), missing, f"?as_of={london(evening.at(1))}")
    assert POLICE_REASONS not in page


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("nonsense", "as-of-error"),
        ("1/1/2999 10:00", "That moment has not come yet"),
        ("1/1/2001 10:00", "Nothing was recorded yet then"),
    ],
)
def test_a_moment_that_cannot_be_shown_says_what_to_write(sign_in, evening, asked, answer):
    missing = evening.missing()
    page = page_of(sign_in("ines"), missing, f"?as_of={asked}")
    assert answer in page
    assert "<title>Error: " in page
    assert "There is a problem" in page
    assert '<a href="#as-of">' in page


def test_a_moment_that_cannot_be_shown_is_not_answered_with_another(sign_in, evening):
    missing = evening.whole_story()
    client = sign_in("ines")
    now = page_of(client, missing)
    for asked in ("nonsense", "1/1/2999 10:00", "1/1/2001 10:00"):
        page = page_of(client, missing, f"?as_of={asked}")
        for told in ("Sighting: Town park", 'id="story"', "Wren Example", "Review held"):
            assert told in now
            assert told not in page
        assert f'href="/episodes/{missing.reference}/"' in page


def test_looking_back_leads_to_the_story_and_says_of_which_moment_it_is(sign_in, evening):
    missing = evening.missing()
    client = sign_in("ines")
    now = page_of(client, missing)
    story = page_of(client, missing, f"?as_of={london(evening.at(1.2))}").partition('id="story"')[2]
    assert f'action="/episodes/{missing.reference}/#story"' in now
    assert "<title>Error" not in now
    assert "What was known at" in story
    assert "Back to now" in story


def test_a_second_review_is_told_with_the_first(sign_in, tonight):
    missing = tonight.missing()
    reviews = ">Review</a>"
    client = sign_in("ines")
    before = page_of(client, missing)
    tonight.assessed(missing, police=Level.HIGH, council=None, hours=0.5)
    after = page_of(client, missing)
    assert before.count(reviews) == after.count(reviews) == 1
    assert "Another review: by" not in before
    assert "Another review: by" in after


def test_only_what_may_be_done_is_offered_and_who_can_do_the_rest(sign_in, evening):
    missing = evening.missing()
    home = page_of(sign_in("joss"), missing)
    offered = home[home.index('aria-label="What you can do"') : home.index('aria-label="On this')]
    assert "Record the return" in offered
    assert "Assess the risk" not in offered
    others = home[home.index("What others can do") :]
    assert "Assess the risk" in others
    assert "Harrowfell Council, Millbrook Council and Northmoor Police" in others


def test_a_joint_level_that_waits_for_ones_side_comes_first(sign_in, tonight):
    missing = tonight.missing()
    tonight.assessed(missing, police=Level.HIGH, council=Level.HIGH, hours=0.5)
    tonight.put_forward(missing, Level.HIGH, hours=1.2)
    page = page_of(sign_in("nadia"), missing)
    assert page.index("Sign the joint level") < page.index("Assess the risk")
    assert "Sign the joint level" not in page_of(sign_in("ines"), missing)


def test_a_twelve_year_old_starts_high_and_the_page_says_why(sign_in, tonight):
    missing = tonight.missing(age=12)
    page = page_of(sign_in("ines"), missing)
    assert "this protocol starts at high" in page
    assert "Do not overlook" in page


def test_a_late_record_says_how_late(sign_in, evening):
    missing = evening.whole_story()
    assert re.search(r"Recorded [^.]*, 12 minutes later\.", page_of(sign_in("ines"), missing))


def test_oldest_first_turns_the_story_round(sign_in, evening):
    missing = evening.whole_story()
    client = sign_in("ines")
    newest, oldest = page_of(client, missing), page_of(client, missing, "?order=oldest")
    for page, is_oldest in ((newest, False), (oldest, True)):
        story = page[page.index('id="story"') :]
        reported, support = story.index("Reported missing"), story.index("Support agreed")
        assert (reported < support) is is_oldest


def test_a_reference_typed_without_its_marks_is_understood(sign_in, evening):
    missing = evening.missing()
    typed = missing.reference.replace("-", "").lower()
    answer = sign_in("ines").get(f"/episodes/{typed}/")
    assert answer.headers["Location"] == f"/episodes/{missing.reference}/"


def test_words_of_a_child_are_never_markup(sign_in, evening):
    missing = evening.missing()
    evening.seen_at(missing, "<script>alert(1)</script>", hours=1)
    page = page_of(sign_in("ines"), missing)
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_page_changes_nothing(sign_in, evening):
    missing = evening.missing()
    client = sign_in("ines")
    assert client.post(f"/episodes/{missing.reference}/").status_code == 405
    with counting.asked() as questions:
        page_of(client, missing)
    assert not [one for one in questions if one.startswith(("UPDATE", "DELETE"))]
    assert [one for one in questions if one.startswith("INSERT")] != []


def test_somebody_whose_account_was_closed_a_moment_ago_is_out(sign_in, evening):
    missing = evening.missing()
    client = sign_in("ines")
    person = practitioners.one(evening.cast.people["ines"])
    person.is_active = False
    person.save()
    assert client.get(f"/episodes/{missing.reference}/").status_code == 302
    assert clock.now() - evening.start > timedelta(hours=1)


def test_a_past_moment_says_every_date_and_never_today(sign_in, evening):
    missing = evening.whole_story()
    page = page_of(sign_in("ines"), missing, f"?as_of={london(evening.at(1.2))}")
    story = page[page.index('class="wh-timeline"') :]
    assert f"{evening.at(1).astimezone(LONDON):%-d %B %Y}" in story
    assert not re.search(r"(today|yesterday|tomorrow) \d\d:\d\d", story)


def test_a_night_nobody_answered_is_one_line_of_the_story(sign_in, evening):
    missing = evening.missing()
    time_passed.record(now=clock.now())
    page = page_of(sign_in("ines"), missing)
    entries = page.split('class="wh-timeline__entry"')[1:]
    climbed = [entry for entry in entries if "Nobody had answered" in entry]
    escalations = Escalation.objects.filter(episode_id=missing.episode_id)
    assert len(climbed) == len(set(escalations.values_list("at", flat=True)))
    for words in ("Police risk assessment", "Duty inspector, Northmoor Police", "more</summary>"):
        assert words in climbed[0], words
    assert not any("Told: a notice has not been acknowledged" in entry for entry in entries)


def test_a_long_list_is_folded_and_says_how_many_more_there_are(sign_in, tonight):
    page = page_of(sign_in("ines"), tonight.missing(1, hours=1))
    assert re.search(r">[1-9]\d* more<", page)
    assert "%(" not in page
