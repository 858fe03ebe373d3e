"""The return home interview of one episode: each deed's page, and who reads what was heard."""

import re
from datetime import timedelta

import pytest
from tests.interfaces.pages import after_return, at_work, counting

from wayhome.journey import account, child_introduced
from wayhome.records.episodes import queries as episodes
from wayhome.rules import told
from wayhome.rules.vocabulary import DutyKind, InterviewPart
from wayhome.stages.intake.models import Draft
from wayhome.stages.response.models import Duty

SECRETS = ("the confidential part", "the intelligence part", "I wanted to see my brother")


@pytest.fixture
def after(work):
    return after_return.After(work, work.episode()).returned().referred()


def place(after, name=""):
    return f"/episodes/{after.reference}/interview{name}"


def sent(**answers):
    return {"submission_key": at_work.key(), **answers}


def whole(after):
    later = after.work.now + timedelta(minutes=10)
    return account.whole_of(episodes.locked(after.id), as_of=later)


def held(after, **more):
    return sent(
        **{
            "at": "now",
            "interviewer": str(after.work.cast.people["ben"]),
            "provider_type": "commissioned_independent",
            "own_words": "I wanted to see my brother",
            "push": ["not_listened_to", "school"],
            "pull": ["family_or_friends"],
            "harms": ["rough_sleeping"],
            "shareable": "Misses his brother",
            **more,
        }
    )


WRONG = {
    "/refer": ["tomas", "ben", "joss"],
    "/offer": ["tomas", "joss"],
    "/try": ["tomas", "joss"],
    "/held": ["tomas", "joss"],
    "/not-offered": ["priya", "ben", "joss"],
    "/release": ["tomas", "joss"],
}


@pytest.mark.parametrize(("name", "people"), WRONG.items())
def test_the_wrong_person_is_refused_with_a_reason(after, name, people):
    for username in people:
        client = after.work.sign_in(username)
        for answer in (client.get(place(after, name)), client.post(place(after, name), {})):
            assert answer.status_code == 403
            assert "Your post does not allow you to" in at_work.words(answer)


@pytest.mark.parametrize("name", ["", *WRONG])
def test_a_provider_to_whom_nobody_referred_finds_nothing(after, name):
    assert after.work.sign_in("mei").get(place(after, name)).status_code == 404


@pytest.mark.parametrize("name", ["/refer", "/offer", "/try", "/held", "/not-offered"])
def test_an_empty_form_says_what_to_do(after, name):
    who = "leon" if name == "/not-offered" else "priya"
    answer = after.work.sign_in(who).post(place(after, name), {})

    assert answer.status_code == 422
    assert "There is a problem" in at_work.words(answer)


def test_the_council_asks_a_provider_which_can_then_open_the_episode(work):
    after = after_return.After(work, work.episode()).returned()
    assert work.sign_in("ben").get(place(after)).status_code == 404

    answer = work.sign_in("priya").post(
        place(after, "/refer"),
        sent(provider=str(work.cast.agencies["Homeward Voices"]), note="Text first"),
    )

    assert answer.status_code == 302
    assert "Text first" in at_work.words(work.sign_in("ben").get(place(after)))


def test_only_a_provider_of_interviews_can_be_asked(after):
    answer = after.work.sign_in("priya").post(
        place(after, "/refer"), sent(provider=str(after.work.cast.agencies["Larch House"]))
    )

    assert "Choose one of the answers shown" in at_work.words(answer)


def test_an_offer_before_the_return_is_said_beside_its_time(after):
    answer = after.work.sign_in("ben").post(
        place(after, "/offer"), sent(at="1 January 2026 10:00", how="by telephone")
    )

    assert "offered before the child returned" in at_work.words(answer)
    assert not whole(after).interviews.offers


def test_an_offer_a_try_and_a_yes_are_three_events(after):
    client = after.work.sign_in("ben")
    client.post(place(after, "/offer"), sent(at="now", how="by telephone"))
    client.post(place(after, "/try"), sent(at="now", how="by message", outcome="No reply"))
    [offer] = whole(after).interviews.offers
    page = at_work.words(client.get(place(after)))
    answer = client.post(place(after, f"/offers/{offer.id}/answer"), sent(answer="accepted"))

    assert answer.status_code == 302
    assert "No answer yet" in page
    assert "No reply" in page
    assert "Accepted" in at_work.words(client.get(place(after)))


def test_a_no_asks_for_a_reason_and_opens_a_second_offer(after):
    client, offer = after.work.sign_in("ben"), after.offered()
    where = place(after, f"/offers/{offer}/answer")
    bare = client.post(where, sent(answer="declined"))
    full = client.post(where, sent(answer="declined", reason="not_now", words="maybe later"))

    assert "Choose why" in at_work.words(bare)
    assert full.status_code == 302
    duties = {duty.kind for duty in whole(after).response.duties if duty.met_at is None}
    assert DutyKind.SECOND_OFFER in duties
    assert "maybe later" in at_work.words(client.get(place(after)))


def test_the_offer_of_another_episode_is_not_found(after):
    other = after_return.After(after.work, after.work.episode(child=after.work.child("Bryn")))
    offer = other.returned().referred().offered()

    answer = after.work.sign_in("ben").get(place(after, f"/offers/{offer}/answer"))

    assert answer.status_code == 404


def test_a_manager_authorises_that_none_is_offered_with_a_reason(work):
    after = after_return.After(work, work.episode()).returned()
    answer = work.sign_in("leon").post(
        place(after, "/not-offered"),
        sent(reason="in_hospital", explanation="Too unwell; asked again on the ward"),
    )

    assert answer.status_code == 302
    said = at_work.words(work.sign_in("leon").get(place(after)))
    assert "Authorised by Leon Ashworth" in said


def test_the_interview_keeps_the_childs_own_words_and_codes(after):
    after.accepted(after.offered())

    answer = after.work.sign_in("ben").post(place(after, "/held"), held(after))

    assert answer.status_code == 302
    [kept] = whole(after).interviews.interviews
    assert kept.own_words == "I wanted to see my brother"
    assert kept.push == ["not_listened_to", "school"]


def test_a_draft_survives_and_is_thrown_away_when_asked(after):
    ben = after.work.sign_in("ben")
    typed = held(after, own_words="He shouts", push=["school"], at="yesterday", stray="x")

    assert ben.post(place(after, "/held/draft"), typed).status_code == 204
    page = ben.get(place(after, "/held")).content.decode()

    assert "He shouts" in page
    assert 'value="yesterday"' in page
    assert page.count(" checked") == 4  # the kind of service, and three reasons
    assert "Only you can read it" in page
    assert typed["submission_key"] not in page
    assert "stray" not in str(Draft.objects.get().content)
    again = ben.post(place(after, "/held/draft"), {"do": "throw_away"})
    assert again.url == place(after, "/held")
    assert "He shouts" not in ben.get(place(after, "/held")).content.decode()


def test_a_draft_is_nobody_elses_and_of_no_other_episode(after):
    ben = after.work.sign_in("ben")
    other = after_return.After(after.work, after.work.episode(child=after.work.child("Bryn")))
    other.returned().referred()
    ben.post(place(after, "/held/draft"), held(after, own_words="He shouts"))

    for client, where in (
        (after.work.sign_in("zofia"), after),
        (after.work.sign_in("priya"), after),
        (ben, other),
    ):
        assert "He shouts" not in client.get(place(where, "/held")).content.decode()
        client.post(place(where, "/held/draft"), {"do": "throw_away"})
    assert "He shouts" in ben.get(place(after, "/held")).content.decode()
    assert "He shouts" not in ben.get(place(after)).content.decode()


def test_somebody_who_may_not_hold_the_interview_keeps_no_draft(after):
    for username, code in (("tomas", 403), ("joss", 403), ("femi", 404)):
        client = after.work.sign_in(username)
        assert client.post(place(after, "/held/draft"), held(after)).status_code == code
    assert not Draft.objects.exists()


def test_a_draft_is_forgotten_once_the_interview_is_recorded(after):
    ben, said = after.work.sign_in("ben"), held(after)
    ben.post(place(after, "/held/draft"), said)

    ben.post(place(after, "/held"), said)
    late = ben.post(place(after, "/held/draft"), said)

    assert late.status_code == 204
    assert not Draft.objects.exists()


def test_a_draft_stays_while_the_form_has_something_wrong(after):
    ben = after.work.sign_in("ben")
    ben.post(place(after, "/held/draft"), held(after, own_words="He shouts"))

    ben.post(place(after, "/held"), held(after, own_words="He shouts", at="never"))

    assert "He shouts" in ben.get(place(after, "/held")).content.decode()


def test_without_a_script_answers_are_kept_by_a_button(after):
    ben = after.work.sign_in("ben")

    answer = ben.post(place(after, "/held"), held(after, do="come_back", own_words="He shouts"))

    assert answer.url == place(after)
    assert "He shouts" in ben.get(place(after, "/held")).content.decode()
    assert not whole(after).interviews.interviews


def test_an_interview_with_no_words_asks_for_them(after):
    answer = after.work.sign_in("ben").post(
        place(after, "/held"), held(after, own_words="", shareable="")
    )

    assert "Write down what the child said" in at_work.words(answer)


def test_somebody_who_holds_the_childs_record_is_refused_as_interviewer_with_the_reason(work):
    child = child_introduced.record(
        told.Child(given_name="Cai", family_name="Sample", age_stated=14),
        arrangement=told.Arrangement(
            responsible_authority_id=work.cast.agencies["Harrowfell Council"],
            placement_id=work.cast.agencies["Larch House"],
            social_worker_id=work.cast.people["nadia"],
            is_looked_after=True,
        ),
        by=work.viewer("joss"),
        now=work.now - timedelta(hours=6),
    )
    after = after_return.After(work, work.episode(child=child)).returned()
    after.offered(by="priya")

    answer = work.sign_in("priya").post(
        place(after, "/held"), held(after, interviewer=str(work.cast.people["nadia"]))
    )

    assert answer.status_code == 422
    assert "child&#x27;s social worker" in answer.content.decode().replace("&#39;", "&#x27;")
    assert not whole(after).interviews.interviews


def chosen(page):
    """What the list of interviewers shows as chosen."""
    return re.findall(r'<option value="([^"]*)" selected', page.content.decode())


def test_an_interviewer_is_already_chosen_as_the_one_who_talked(after):
    page = after.work.sign_in("ben").get(place(after, "/held"))

    assert chosen(page) == [str(after.work.cast.people["ben"])]


def test_nobody_is_chosen_for_somebody_who_arranges_interviews_and_holds_none(after):
    page = after.work.sign_in("priya").get(place(after, "/held"))

    assert not any(chosen(page))


def test_a_draft_keeps_the_interviewer_it_names(after):
    ben = after.work.sign_in("ben")
    zofia = str(after.work.cast.people["zofia"])
    ben.post(place(after, "/held/draft"), held(after, interviewer=zofia))

    assert chosen(ben.get(place(after, "/held"))) == [zofia]


def test_somebody_of_another_agency_cannot_be_chosen(after):
    answer = after.work.sign_in("ben").post(
        place(after, "/held"), held(after, interviewer=str(after.work.cast.people["joss"]))
    )

    assert "Choose one of the answers shown" in at_work.words(answer)


def test_one_interview_may_cover_an_earlier_time_away(work):
    child = work.child(at=work.now - timedelta(hours=30))
    first = after_return.After(
        work, work.episode(child=child, at=work.now - timedelta(hours=24))
    ).returned(hours=20)
    second = after_return.After(
        work, work.episode(child=child, at=work.now - timedelta(hours=6))
    ).returned(hours=4)
    for each in (first, second):
        each.referred(hours=2).offered(hours=1.5)
    client = work.sign_in("ben")
    page = at_work.words(client.get(place(second, "/held")))

    answer = client.post(place(second, "/held"), held(second, covers=[str(first.id)]))

    assert "other times away" in page
    assert first.reference in page
    assert answer.status_code == 302
    assert whole(first).account.interview is not None
    assert whole(second).account.interview is not None


def test_another_childs_episode_cannot_be_covered(after):
    other = after_return.After(after.work, after.work.episode(child=after.work.child("Bryn")))
    other.returned().referred()

    answer = after.work.sign_in("ben").post(
        place(after, "/held"), held(after, covers=[str(other.id)])
    )

    assert answer.status_code in (302, 422)
    assert not whole(other).interviews.interviews


@pytest.mark.parametrize("username", ["tomas", "nadia", "priya", "joss"])
def test_nobody_else_reads_a_word_before_it_is_released(after, username):
    after.accepted(after.offered()).heard()

    said = at_work.words(after.work.sign_in(username).get(place(after)))

    for words in (*SECRETS, "the shareable part"):
        assert words not in said


def test_each_part_goes_only_where_it_was_said_to_go(after):
    after.accepted(after.offered()).heard()
    after.released(InterviewPart.SHAREABLE, InterviewPart.INTELLIGENCE)

    read = {
        username: at_work.words(after.work.sign_in(username).get(place(after)))
        for username in ("tomas", "nadia", "joss", "ben")
    }

    assert "the shareable part" in read["tomas"]
    assert "the intelligence part" in read["tomas"]
    assert "the shareable part" in read["nadia"]
    assert "the intelligence part" not in read["nadia"]
    assert "the shareable part" not in read["joss"]
    for username in ("tomas", "nadia", "joss"):
        assert "the confidential part" not in read[username]
        assert "I wanted to see my brother" not in read[username]
    for words in SECRETS:
        assert words in read["ben"]


def test_a_colleague_in_the_council_that_held_it_reads_and_releases_nothing_by_that(after):
    after.heard(by="priya")
    nadia, priya = (after.work.sign_in(name) for name in ("nadia", "priya"))

    read = {
        name: at_work.words(client.get(place(after)))
        for name, client in (("nadia", nadia), ("priya", priya))
    }
    led = nadia.get(f"/episodes/{after.reference}/").content.decode()

    for words in (*SECRETS, "the shareable part"):
        assert words not in read["nadia"]
        assert words in read["priya"]
    assert f'href="{place(after, "/release")}"' not in led
    assert nadia.get(place(after, "/release")).status_code == 403


def test_each_part_has_its_own_decision_with_a_reason(after):
    after.accepted(after.offered()).heard()
    client = after.work.sign_in("ben")
    decision = {
        "part": "shareable",
        "shareable-submission_key": at_work.key(),
        "shareable-released": "yes",
    }
    bare = client.post(place(after, "/release"), decision)
    full = client.post(place(after, "/release"), {**decision, "shareable-reason": "She agreed"})

    assert bare.status_code == 422
    assert "There is a problem" in at_work.words(bare)
    assert full.status_code == 302
    assert [row.part for row in whole(after).interviews.releases] == ["shareable"]
    assert "She agreed" in at_work.words(client.get(place(after, "/release")))


def test_only_the_agency_that_held_it_releases_it(after):
    after.accepted(after.offered()).heard()

    answer = after.work.sign_in("priya").get(place(after, "/release"))

    assert answer.status_code == 403
    assert "Only the interviewer, or the coordinator" in at_work.words(answer)


def test_a_health_nurse_is_refused_the_interview_with_a_reason(work):
    child = child_introduced.record(
        told.Child(given_name="Cai", family_name="Sample", age_stated=14),
        arrangement=told.Arrangement(
            responsible_authority_id=work.cast.agencies["Harrowfell Council"],
            placement_id=work.cast.agencies["Larch House"],
            health_id=work.cast.agencies["Fellside Health Trust"],
        ),
        by=work.viewer("joss"),
        now=work.now - timedelta(hours=6),
    )
    after = after_return.After(work, work.episode(child=child)).returned()

    answer = work.sign_in("isla").get(place(after))

    assert answer.status_code == 403
    assert "does not include the return home interview" in at_work.words(answer)


def test_the_page_asks_few_questions_of_the_database(after):
    after.accepted(after.offered()).heard()
    client = after.work.sign_in("ben")

    with counting.asked() as questions:
        client.get(place(after))

    assert len(questions) <= 20, "\n".join(questions)


@pytest.mark.parametrize("what", ["meet", "decline"])
def test_a_provider_is_shown_no_duty_of_others_by_its_address(after, what):
    after.accepted(after.offered())
    duty = Duty.objects.filter(episode_id=after.id, kind=DutyKind.HOLD_INTERVIEW).get()
    here = f"/episodes/{after.reference}/duties/{duty.id}/{what}"

    answered = {name: after.work.sign_in(name).get(here).status_code for name in ("hana", "ben")}

    assert answered == {"hana": 200, "ben": 404}


def test_a_decided_part_can_be_decided_again(after):
    after.accepted(after.offered()).heard().released(InterviewPart.SHAREABLE)

    said = at_work.words(after.work.sign_in("ben").get(place(after, "/release")))

    assert said.count("Change this decision") == 3
    assert said.count("Who will see this?") == 3


def test_who_entered_an_interview_is_shown_where_it_was_not_the_interviewer(after, work):
    after.accepted(after.offered())
    work.sign_in("zofia").post(place(after, "/held"), held(after))

    page = at_work.words(work.sign_in("ben").get(place(after)))
    story = at_work.words(work.sign_in("ben").get(f"/episodes/{after.reference}/"))

    assert "Ben Tolland, Homeward Voices. Entered by Zofia Lark, Homeward Voices." in page
    assert "Entered by Zofia Lark" in story


def test_an_interview_in_another_agencys_name_is_refused_beside_the_question(after, work):
    other = str(work.cast.people["mei"])

    response = work.sign_in("ben").post(place(after, "/held"), held(after, interviewer=other))

    assert response.status_code == 422
    assert not whole(after).interviews.interviews


def test_a_manager_lets_an_interview_be_offered_after_all(after, work):
    leon = work.sign_in("leon")
    leon.post(place(after, "/not-offered"), sent(reason="in_hospital", explanation="On the ward"))
    assert place(after, "/after-all") in leon.get(place(after)).content.decode()

    bare = leon.post(place(after, "/after-all"), sent(why=""))
    full = leon.post(place(after, "/after-all"), sent(why="Home since Tuesday"))

    assert bare.status_code == 422
    assert full.status_code == 302
    page = at_work.words(leon.get(place(after)))
    assert "To be offered after all" in page
    assert "Home since Tuesday" in page
    assert work.sign_in("priya").get(place(after, "/after-all")).status_code == 403


def test_what_was_put_right_is_shown_beside_the_offer_with_who_and_why(after, work):
    offer_id = after.offered(hours=0.5)
    ben = work.sign_in("ben")
    correct = f"/episodes/{after.reference}/correct/offer/{offer_id}"
    assert correct in ben.get(place(after)).content.decode()

    ben.post(correct, sent(at="now", how="by letter", offered_by_name="", why="It was a letter"))

    page = at_work.words(ben.get(place(after)))
    assert "Offered by letter" in page
    assert "Offered by telephone" not in page
    assert ": It was a letter" in page


def test_a_child_not_heard_may_be_offered_an_interview_when_the_episode_has_closed(after, work):
    after.seen().declined(after.offered(hours=0.9), hours=0.8)
    after.declined(after.offered(hours=0.7), hours=0.6).closed()
    ben = work.sign_in("ben")

    led = ben.get(f"/episodes/{after.reference}/").content.decode()
    page = ben.get(place(after)).content.decode()
    answer = ben.post(place(after, "/offer"), sent(at="now", how="by letter"))

    assert f'href="{place(after)}"' in led
    assert place(after, "/offer") in page
    assert answer.status_code == 302
    assert len(whole(after).interviews.offers) == 3
