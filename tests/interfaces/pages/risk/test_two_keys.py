"""Each side assesses alone, both agree in two signatures, and a difference is answered."""

from datetime import time, timedelta

import pytest
from tests.interfaces.pages import at_work

from wayhome.journey import joint_risk_agreed, risk_assessed, sighting_received
from wayhome.records.practitioners import rotas
from wayhome.rules import london, told
from wayhome.rules.vocabulary import Certainty, Level, PostKind
from wayhome.stages.risk.models import Assessment, ChallengeAnswer, FactorAnswer, JointAssessment

pytestmark = pytest.mark.django_db


def sent(**more):
    return {
        "submission_key": at_work.key(),
        "level": "medium",
        "reasons": "No coat and no medicine",
        **more,
    }


@pytest.fixture
def episode(work):
    return work.episode()


def judge(work, episode, username, level, *, minutes_ago=30):
    said = told.Assessment(level, f"Reasons of {username}")
    at = work.now - timedelta(minutes=minutes_ago)
    risk_assessed.record(episode.id, said, by=work.viewer(username), now=at)


@pytest.fixture
def both(work, episode):
    """Both sides have assessed, one level apart."""
    judge(work, episode, "tomas", Level.MEDIUM)
    judge(work, episode, "nadia", Level.HIGH, minutes_ago=29)
    return episode


def test_an_assessment_keeps_each_factor_with_its_evidence_and_who_said_so(work, episode):
    answers = {
        "factor_medicine": "yes",
        "evidence_medicine": "Inhaler left behind",
        "supplied_medicine": "Key worker",
        "factor_weather": "not_known",
    }

    response = work.sign_in("tomas").post(f"/episodes/{episode.reference}/assess", sent(**answers))

    assert response.status_code == 302
    assert Assessment.objects.get().reasons == "No coat and no medicine"
    medicine = FactorAnswer.objects.get(factor="medicine")
    assert (medicine.answer, medicine.evidence, medicine.supplied_by) == (
        "yes",
        "Inhaler left behind",
        "Key worker",
    )
    assert FactorAnswer.objects.count() == 2


def test_pressing_twice_records_one_assessment(work, episode):
    client, form = work.sign_in("tomas"), sent()

    for _press in range(2):
        assert client.post(f"/episodes/{episode.reference}/assess", form).status_code == 302

    assert Assessment.objects.count() == 1


def test_the_other_sides_assessment_is_hidden_until_both_are_in(work, episode):
    judge(work, episode, "nadia", Level.HIGH)
    address = f"/episodes/{episode.reference}/assess"

    before = at_work.words(work.sign_in("tomas").get(address))
    judge(work, episode, "tomas", Level.MEDIUM, minutes_ago=20)
    after = at_work.words(work.sign_in("tomas").get(address))

    assert "Reasons of nadia" not in before
    assert "hidden from you until your side has assessed" in before
    assert "Reasons of nadia" in after


def test_nothing_suggests_a_score_or_a_lower_level(work, episode):
    page = at_work.words(work.sign_in("tomas").get(f"/episodes/{episode.reference}/assess"))

    for word in ("score", "consider a lower", "reduce", "downgrade"):
        assert word not in page.lower()


def test_very_low_is_offered_only_where_the_protocol_uses_it(work, episode):
    client = work.sign_in("tomas")
    page = client.get(f"/episodes/{episode.reference}/assess").content.decode()
    response = client.post(f"/episodes/{episode.reference}/assess", sent(level="very_low"))

    assert 'value="very_low"' not in page
    assert "Choose one of the answers shown" in at_work.words(response)
    assert not Assessment.objects.exists()


WRONG = [
    ({"level": ""}, "What level of risk do you judge?"),
    ({"level": "absent"}, "Choose one of the answers shown"),
    ({"reasons": " "}, "Why do you judge so?"),
    ({"reasons": "x" * 10_000}, "Use 4,000 characters or fewer"),
    ({"factor_medicine": "perhaps"}, "Choose one of the answers shown"),
    ({"supplied_medicine": "x" * 10_000}, "Use 200 characters or fewer"),
]


@pytest.mark.parametrize(("wrong", "says"), WRONG)
def test_a_wrong_answer_is_told_what_to_do_and_nothing_is_written(work, episode, wrong, says):
    response = work.sign_in("tomas").post(
        f"/episodes/{episode.reference}/assess", sent(would_change="If she calls") | wrong
    )

    page = at_work.words(response)
    assert "There is a problem" in page
    assert says in page
    assert "If she calls" in page
    assert not Assessment.objects.exists()


PAGES = ("assess", "joint", "challenge")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("username", ["asha", "joss"])
def test_whoever_holds_no_key_is_refused_with_the_reason(work, episode, page, username):
    response = work.sign_in(username).get(f"/episodes/{episode.reference}/{page}")

    assert response.status_code == 403
    assert "You cannot do this" in at_work.words(response)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("username", ["lowri", "elin"])
def test_another_areas_people_find_no_page(work, episode, page, username):
    address = f"/episodes/{episode.reference}/{page}"

    assert work.sign_in(username).get(address).status_code == 404
    assert work.sign_in(username).post(address, sent()).status_code == 404


def test_an_unknown_reference_is_not_found(work):
    assert work.sign_in("tomas").get("/episodes/AAAAA-AAAAA-A/assess").status_code == 404


def test_a_joint_level_waits_for_both_assessments(work, episode):
    judge(work, episode, "tomas", Level.MEDIUM)

    page = at_work.words(work.sign_in("tomas").get(f"/episodes/{episode.reference}/joint"))

    assert "Still to assess: Children's services" in page.replace("&#39;", "'")


def test_the_two_are_side_by_side_and_their_difference_is_in_words(work, both):
    page = at_work.words(work.sign_in("tomas").get(f"/episodes/{both.reference}/joint"))

    for words in ("Reasons of tomas", "Reasons of nadia", "one level apart", "is high. Only both"):
        assert words in page


def test_a_level_taken_back_by_one_side_stands_and_the_page_says_whose_word_it_is(work, episode):
    judge(work, episode, "tomas", Level.HIGH, minutes_ago=30)
    judge(work, episode, "nadia", Level.LOW, minutes_ago=29)
    judge(work, episode, "tomas", Level.LOW, minutes_ago=28)

    tomas = work.sign_in("tomas")
    page = at_work.words(tomas.get(f"/episodes/{episode.reference}/"))
    joint = at_work.words(tomas.get(f"/episodes/{episode.reference}/joint"))

    assert "Police said high; only both together can lower it." in page
    assert "Both sides judge the risk to be low. The level in force is high." in joint


def test_a_level_both_said_is_theirs_together(work, episode):
    for name in ("tomas", "nadia"):
        judge(work, episode, name, Level.HIGH)

    page = at_work.words(work.sign_in("tomas").get(f"/episodes/{episode.reference}/"))

    assert "Both sides said high; only both together can lower it." in page


def test_whose_word_raised_the_level_is_not_said_to_a_side_that_has_yet_to_assess(work, episode):
    judge(work, episode, "tomas", Level.HIGH)

    page = at_work.words(work.sign_in("nadia").get(f"/episodes/{episode.reference}/"))

    assert "Police said" not in page
    assert "The highest of the starting level and what either side has said so far." in page


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        ("nadia", "Police said high; only both together can lower it."),
        ("joss", "Raised since by a newer assessment. Only both sides together can lower it."),
    ],
)
def test_a_level_raised_since_both_signed_says_so_to_each_as_far_as_they_may_read(
    work, both, reader, words
):
    low = told.JointAssessment(Level.MEDIUM, "Both", explanation="Her aunt has her")
    then = work.now - timedelta(minutes=20)
    made = joint_risk_agreed.propose(both.id, low, by=work.viewer("tomas"), now=then)
    joint_risk_agreed.sign(
        both.id, made.made_id, explanation="Spoke to her", by=work.viewer("nadia"), now=then
    )
    judge(work, both, "tomas", Level.HIGH, minutes_ago=10)

    page = at_work.words(work.sign_in(reader).get(f"/episodes/{both.reference}/"))

    assert words in page


def test_a_level_below_an_assessment_needs_a_reason_from_each_side(work, both):
    tomas, address = work.sign_in("tomas"), f"/episodes/{both.reference}/joint"

    unexplained = tomas.post(address, sent(level="medium"))
    tomas.post(address, sent(level="medium", explanation="Her aunt has her"))
    [joint] = JointAssessment.objects.all()
    nadia, sign = work.sign_in("nadia"), f"{address}/{joint.id}/sign"
    unsigned = nadia.post(sign, {"submission_key": at_work.key()})
    nadia.post(sign, {"submission_key": at_work.key(), "explanation": "We spoke to her"})
    joint.refresh_from_db()

    assert "Say why, in your side" in at_work.words(unexplained)
    assert "Why may it be lower than an assessment?" in at_work.words(unsigned)
    assert joint.agreed_at is not None
    assert joint.childrens_services_explanation == "We spoke to her"


def test_a_joint_level_that_new_information_has_overtaken_is_not_offered_for_a_signature(
    work, both
):
    then = work.now - timedelta(minutes=20)
    joint_risk_agreed.propose(
        both.id, told.JointAssessment(Level.HIGH, "Both"), by=work.viewer("tomas"), now=then
    )
    address = f"/episodes/{both.reference}/joint"
    assert "Waiting for" in at_work.words(work.sign_in("nadia").get(address))
    seen = told.Sighting(then, "Town park", Certainty.POSSIBLE, "A driver")
    later = then + timedelta(minutes=1)
    sighting_received.record(both.id, seen, by=work.viewer("tomas"), now=later)

    page = at_work.words(work.sign_in("nadia").get(address))

    assert "Waiting for" not in page


def test_the_side_that_put_it_forward_cannot_sign_again(work, both):
    made = joint_risk_agreed.propose(
        both.id, told.JointAssessment(Level.HIGH, "Both"), by=work.viewer("tomas"), now=work.now
    )

    response = work.sign_in("ines").post(
        f"/episodes/{both.reference}/joint/{made.made_id}/sign", {"submission_key": at_work.key()}
    )

    assert "The other side signs it" in at_work.words(response)
    assert JointAssessment.objects.get().agreed_at is None


def test_a_joint_assessment_there_is_not_is_not_found(work, both):
    address = f"/episodes/{both.reference}/joint/{at_work.key()}/sign"

    assert work.sign_in("nadia").get(address).status_code == 404


def test_a_difference_of_two_levels_is_answered_with_the_ladder_beside_it(work, episode):
    judge(work, episode, "tomas", Level.LOW)
    judge(work, episode, "nadia", Level.HIGH, minutes_ago=29)
    ines, address = work.sign_in("ines"), f"/episodes/{episode.reference}/challenge"

    page = at_work.words(ines.get(address))
    empty = ines.post(address, {"submission_key": at_work.key(), "answer": ""})
    ines.post(
        address, {"submission_key": at_work.key(), "answer": "We agree to high", "level": "high"}
    )

    assert "Superintendent, Northmoor Police" in page
    assert "There is a problem" in at_work.words(empty)
    assert ChallengeAnswer.objects.get().level == "high"
    assert "We agree to high" in at_work.words(ines.get(address))


def test_where_nothing_differs_there_is_nothing_to_answer(work, episode):
    page = work.sign_in("ines").get(f"/episodes/{episode.reference}/challenge")

    assert "No difference waits for an answer" in at_work.words(page)


@pytest.mark.parametrize(("username", "is_led"), [("ines", True), ("owen", True), ("tomas", False)])
def test_only_a_post_that_was_asked_or_one_above_is_led_to_the_answer(
    work, episode, username, is_led
):
    judge(work, episode, "tomas", Level.LOW)
    judge(work, episode, "nadia", Level.HIGH, minutes_ago=29)
    client, address = work.sign_in(username), f"/episodes/{episode.reference}/challenge"

    led = f'href="{address}"' in client.get(f"/episodes/{episode.reference}/").content.decode()
    said = client.post(address, {"submission_key": at_work.key(), "answer": "We stand by it"})

    assert led is is_led
    assert said.status_code == (302 if is_led else 403)


def test_a_joint_level_that_was_overtaken_is_put_forward_again_from_the_episodes_page(work, both):
    said = told.JointAssessment(Level.HIGH, "Both")
    then = work.now - timedelta(minutes=20)
    joint_risk_agreed.propose(both.id, said, by=work.viewer("tomas"), now=then)
    nadia, address = work.sign_in("nadia"), f"/episodes/{both.reference}/"
    assert "Sign the joint level" in at_work.words(nadia.get(address))
    seen = told.Sighting(then, "Town park", Certainty.POSSIBLE, "A driver")
    later = then + timedelta(minutes=1)
    sighting_received.record(both.id, seen, by=work.viewer("tomas"), now=later)

    page = at_work.words(nadia.get(address))

    assert "Sign the joint level" not in page
    assert "Put a joint level forward" in page


def test_whoever_reads_of_a_difference_reads_that_nobody_was_on_duty_and_who_was_asked(
    work, episode
):
    post = work.cast.post("Northmoor Police", PostKind.DUTY_INSPECTOR)
    day = london.day_of(work.now) + timedelta(days=3)
    line = rotas.NewShift(
        work.cast.people["ines"],
        frozenset({day.weekday()}),
        time(9),
        time(10),
        day - timedelta(days=90),
    )
    rotas.add_shifts(post, line, by=None, at=work.now - timedelta(days=1))

    judge(work, episode, "tomas", Level.LOW)
    judge(work, episode, "nadia", Level.HIGH, minutes_ago=29)

    client = work.sign_in("tomas")
    why = "nobody was on duty before them"
    challenge = at_work.words(client.get(f"/episodes/{episode.reference}/challenge"))
    page = at_work.words(client.get(f"/episodes/{episode.reference}/"))
    assert challenge.count(why) == 1
    assert "detective inspector, Northmoor Police, nobody was on duty before them" in page
    assert "detective inspector, Northmoor Police (nobody was on duty before them)" in page
