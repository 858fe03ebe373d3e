"""Steps, reviews, handovers, duties, telling the family and the type of an episode."""

from datetime import timedelta

import pytest
from tests.interfaces.pages import at_work

from wayhome.interfaces.pages.episode.presenters import deeds
from wayhome.journey import child_introduced, duty_answered, handover_offered
from wayhome.rules import told
from wayhome.rules.vocabulary import DutyKind, Marker, PostKind
from wayhome.stages.response.models import Duty, FamilyTold, Handover, Review, Step

pytestmark = pytest.mark.django_db


def sent(**more):
    return {"submission_key": at_work.key(), **more}


@pytest.fixture
def episode(work):
    child = work.child(
        contacts=[
            told.Contact("Sara Example", "mother", "01632 960010"),
            told.Contact(
                "Gil Example",
                "stepfather",
                "01632 960011",
                unsafe_to_tell=True,
                unsafe_reason="violence",
            ),
        ],
        concerns=[told.Concern(Marker.TRAFFICKING, "seen", "Nadia Birch")],
    )
    return work.episode(child=child)


@pytest.fixture
def at(episode):
    """The address of one of the pages of the episode."""
    return lambda page: f"/episodes/{episode.reference}/{page}"


def step_of(episode, kind):
    return Step.objects.filter(episode=episode, owner_post__kind=kind).first()


def new_step(work, **more):
    post = work.cast.post("Northmoor Police", PostKind.DUTY_SERGEANT)
    return sent(title="Ask her aunt", post_id=str(post), due_at="tomorrow 09:00", **more)


def test_every_step_is_shown_with_whose_it_is(work, at):
    page = at_work.words(work.sign_in("tomas").get(at("steps")))

    assert "Duty sergeant, Northmoor Police" in page
    assert "Residential care worker, Larch House" in page


def test_a_step_is_added_once(work, at):
    tomas, form = work.sign_in("tomas"), new_step(work)

    for _press in range(2):
        assert tomas.post(at("steps"), form).status_code == 302

    assert Step.objects.filter(title="Ask her aunt").count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"title": ""}, "What is to be done?"),
        ({"title": "x" * 10_000}, "Use 300 characters or fewer"),
        ({"due_at": "1 January 2020 09:00"}, "This has already passed"),
        ({"due_at": "soon"}, "Enter a day and a time"),
        ({"due_at": "28/3/2027 01:30"}, "clocks went forward"),
        ({"post_id": at_work.key()}, "Choose one of the answers shown"),
        ({"post_id": ""}, "Who is to do it?"),
    ],
)
def test_a_step_that_cannot_be_is_not_added(work, at, wrong, says):
    response = work.sign_in("tomas").post(at("steps"), new_step(work) | wrong)

    assert says in at_work.words(response)
    assert "There is a problem" in at_work.words(response)
    assert not Step.objects.filter(from_protocol=False).exists()


def test_a_step_is_taken_by_a_named_person_and_done_with_what_came_of_it(work, episode, at):
    step = step_of(episode, PostKind.DUTY_SERGEANT)
    tomas = work.sign_in("tomas")

    tomas.post(at(f"steps/{step.id}/take"), sent())
    empty = tomas.post(at(f"steps/{step.id}/done"), sent(outcome=""))
    tomas.post(at(f"steps/{step.id}/done"), sent(outcome="Nobody was in"))
    step.refresh_from_db()

    assert "There is a problem" in at_work.words(empty)
    assert step.taken_by.name == "Sgt Tomas Wilde"
    assert step.outcome == "Nobody was in"
    assert "Nobody was in" in at_work.words(tomas.get(at("steps")))


def test_a_step_already_taken_says_so(work, episode, at):
    step = step_of(episode, PostKind.DUTY_SERGEANT)
    work.sign_in("tomas").post(at(f"steps/{step.id}/take"), sent())

    again = work.sign_in("ines").post(at(f"steps/{step.id}/take"), sent())

    assert again.status_code == 409
    assert "Somebody has already taken this step" in at_work.words(again)


def test_another_agencys_step_is_refused_with_the_reason(work, episode, at):
    step = step_of(episode, PostKind.SOCIAL_WORK_TEAM) or step_of(
        episode, PostKind.EMERGENCY_DUTY_TEAM
    )

    done = work.sign_in("tomas").get(at(f"steps/{step.id}/done"))
    taken = work.sign_in("tomas").post(at(f"steps/{step.id}/take"), sent())

    assert done.status_code == taken.status_code == 403
    assert "This step belongs to another agency" in at_work.words(done)


@pytest.mark.parametrize("page", ["steps/{}/done", "handover/{}/decline", "family/{}"])
def test_a_thing_of_no_episode_is_not_found(work, at, page):
    assert work.sign_in("tomas").get(at(page.format(at_work.key()))).status_code == 404


PAGES = ("steps", "handover", "review", "type", "sightings", "hypotheses")


@pytest.mark.parametrize("page", PAGES)
def test_another_areas_people_find_no_page(work, at, page):
    assert work.sign_in("femi").get(at(page)).status_code == 404


@pytest.mark.parametrize("page", ["handover", "review", "type"])
def test_a_carer_is_refused_what_is_not_a_carers(work, at, page):
    response = work.sign_in("joss").get(at(page))

    assert response.status_code == 403
    assert "Your post does not allow you to" in at_work.words(response)


def test_a_carer_reads_the_steps_and_adds_none(work, at):
    joss = work.sign_in("joss")

    assert "Add a step" not in at_work.words(joss.get(at("steps")))
    assert joss.post(at("steps"), new_step(work)).status_code == 403


def test_a_review_is_held_and_the_next_is_set(work, at):
    ines = work.sign_in("ines")

    assert "There is a problem" in at_work.words(ines.post(at("review"), sent(findings="")))
    ines.post(at("review"), sent(findings="High stands"))

    assert Review.objects.get().findings == "High stands"
    assert "High stands" in at_work.words(ines.get(at("review")))


def offered(work, episode):
    post = work.cast.post("Northmoor Police", PostKind.MISSING_PERSON_COORDINATOR)
    made = handover_offered.offer(
        episode.id, post, why="Days begin", by=work.viewer("ines"), now=work.now
    )
    return made.made_id


def test_until_a_handover_is_accepted_the_giver_owns_the_episode(work, at):
    post = str(work.cast.post("Northmoor Police", PostKind.MISSING_PERSON_COORDINATOR))
    ines = work.sign_in("ines")

    ines.post(at("handover"), sent(to_post_id=post, why="Days begin"))

    page = at_work.words(ines.get(at("handover")))
    assert "Offered to Missing person coordinator, Northmoor Police" in page
    assert "Who owns it now: Duty inspector, Northmoor Police" in page
    assert "I take this episode" not in page


def test_a_named_person_accepts_once(work, episode, at):
    handover = offered(work, episode)
    callum, form = work.sign_in("callum"), sent()

    for _press in range(2):
        assert callum.post(at(f"handover/{handover}/accept"), form).status_code == 302

    episode.refresh_from_db()
    assert episode.owner.name == "Callum Frayne"


def test_a_handover_is_declined_with_a_reason(work, episode, at):
    handover = offered(work, episode)
    callum, address = work.sign_in("callum"), at(f"handover/{handover}/decline")

    empty = callum.post(address, sent(reason=""))
    callum.post(address, sent(reason="I am at court"))

    assert "Why do you decline this handover?" in at_work.words(empty)
    assert Handover.objects.get().declined_reason == "I am at court"


def test_only_the_post_it_was_offered_to_may_answer(work, episode, at):
    handover = offered(work, episode)

    for address in (at(f"handover/{handover}/accept"), at(f"handover/{handover}/decline")):
        response = work.sign_in("tomas").post(address, sent(reason="x"))
        assert response.status_code == 403
        assert "offered to another post" in at_work.words(response)


def test_only_the_agency_that_owns_it_hands_it_over(work, at):
    post = str(work.cast.post("Harrowfell Council", PostKind.TEAM_MANAGER))
    nadia = work.sign_in("nadia")

    assert "Offer the episode" not in at_work.words(nadia.get(at("handover")))
    assert nadia.post(at("handover"), sent(to_post_id=post, why="x")).status_code == 403


def test_a_strategy_discussion_is_recorded_as_held(work, episode, at):
    duty = Duty.objects.filter(episode=episode, kind="strategy_discussion").first()
    leon = work.sign_in("leon")

    assert "Record it as held" in at_work.words(leon.get(at(f"duties/{duty.id}/meet")))
    leon.post(at(f"duties/{duty.id}/meet"), sent())
    duty.refresh_from_db()

    assert duty.met_by.name == "Leon Ashworth"


def test_a_message_that_was_stopped_is_a_task_its_owner_finds_and_answers(work, episode, at):
    child_introduced.learned(
        episode.child_id,
        told.Child(),
        supplied_by="Nadia",
        arrangement=told.Arrangement(placement_id=work.cast.agencies["Tideway House"]),
        by=work.viewer("nadia"),
        now=work.now,
    )
    duty = Duty.objects.filter(episode=episode, kind="stopped_message").first()
    ines, place = work.sign_in("ines"), at(f"duties/{duty.id}/meet")

    assert f'href="{place}"' in ines.get(at("")).content.decode()
    page = at_work.words(ines.get(place))
    assert "Record it as done" in page
    assert "Record it as held" not in page
    ines.post(place, sent())
    duty.refresh_from_db()
    assert duty.met_by.name == "Insp. Ines Holloway"
    assert "Done: deciding on a message that was stopped" in at_work.words(ines.get(at("")))


def test_every_kind_of_duty_has_a_page_on_which_it_is_met():
    elsewhere = {DutyKind.TELL_FAMILY} | duty_answered.MET_BY_SAYING_SO

    assert set(deeds.PAGE_OF_DUTY) | elsewhere == set(DutyKind)


def test_a_strategy_discussion_is_not_answered_from_below_the_post_that_owes_it(work, episode, at):
    duty = Duty.objects.filter(episode=episode, kind="strategy_discussion").first()

    page = at_work.words(work.sign_in("nadia").get(at(f"duties/{duty.id}/meet")))

    assert "This is for the team manager to answer, or a post above it." in page
    assert "Record it as held" not in page


def test_a_strategy_discussion_is_declined_with_a_reason(work, episode, at):
    duty = Duty.objects.filter(episode=episode, kind="strategy_discussion").first()
    leon, address = work.sign_in("leon"), at(f"duties/{duty.id}/decline")

    empty = leon.post(address, sent(reason=" "))
    leon.post(address, sent(reason="Held on Monday"))
    duty.refresh_from_db()

    assert "Why will this not be done?" in at_work.words(empty)
    assert duty.declined_reason == "Held on Monday"


def test_a_duty_that_is_done_by_doing_it_cannot_be_met_by_saying_so(work, episode, at):
    duty = Duty.objects.get(episode=episode, kind="agree_level")

    response = work.sign_in("ines").post(at(f"duties/{duty.id}/meet"), sent())

    assert response.status_code == 409
    assert "Nothing was changed" in at_work.words(response)


def contact_of(episode, name):
    return episode.child.contacts.get(name=name)


def test_a_parent_is_told_and_how(work, episode, at):
    mother = contact_of(episode, "Sara Example")
    tomas, address = work.sign_in("tomas"), at(f"family/{mother.id}")

    unsaid = tomas.post(address, sent(was_told="yes"))
    tomas.post(address, sent(was_told="yes", how="telephone"))

    assert "Choose how they were told" in at_work.words(unsaid)
    assert FamilyTold.objects.get(contact=mother).told


def test_a_decision_not_to_tell_needs_a_reason(work, episode, at):
    mother = contact_of(episode, "Sara Example")
    tomas, address = work.sign_in("tomas"), at(f"family/{mother.id}")

    unsaid = tomas.post(address, sent(was_told="no"))
    tomas.post(address, sent(was_told="no", reason="In hospital"))

    assert "Say why they were not told" in at_work.words(unsaid)
    assert FamilyTold.objects.get(contact=mother).reason == "In hospital"


def test_a_decision_not_to_tell_stands_until_it_is_taken_back_with_a_reason(work, episode, at):
    mother = contact_of(episode, "Sara Example")
    tomas, address = work.sign_in("tomas"), at(f"family/{mother.id}")
    tomas.post(address, sent(was_told="no", reason="Her partner answers"))

    page = at_work.words(tomas.get(address))
    tomas.post(address, sent(was_told="yes", how="telephone"))
    tomas.post(address, sent(stands="yes", reason="He still does"))
    unsaid = tomas.post(address, sent(stands="no"))
    tomas.post(address, sent(stands="no", reason="She has her own telephone now"))
    after = at_work.words(tomas.get(address))
    story = at_work.words(tomas.get(at("")))
    tomas.post(address, sent(was_told="yes", how="telephone"))

    assert "It was decided not to tell this person" in page
    assert mother.telephone not in page
    assert "Have they been told?" not in page
    assert "Why?" in at_work.words(unsaid)
    assert "She has her own telephone now" in after
    assert "Have they been told?" in after
    assert "Family may be told after all: Sara Example" in story
    assert [row.told for row in FamilyTold.objects.filter(contact=mother).order_by("id")] == [
        *(False, False, True)
    ]


def test_one_who_is_not_safe_to_tell_is_shown_with_the_reason_and_no_way_to_tell(work, episode, at):
    stepfather = contact_of(episode, "Gil Example")
    tomas, address = work.sign_in("tomas"), at(f"family/{stepfather.id}")

    page = at_work.words(tomas.get(address))
    tomas.post(address, sent(was_told="yes", how="telephone"))

    assert "Do not tell this person" in page
    assert "violence" in page
    assert "01632 960011" not in page
    assert "Have they been told?" not in page
    assert not FamilyTold.objects.filter(contact=stepfather, told=True).exists()


def test_the_type_changes_with_its_history(work, episode, at):
    nadia = work.sign_in("nadia")

    empty = nadia.post(at("type"), sent(type="absent", reason="x"))
    nadia.post(at("type"), sent(type="away_without_authorisation", reason="At her aunt’s"))
    episode.refresh_from_db()

    assert "Choose one of the answers shown" in at_work.words(empty)
    assert episode.type == "away_without_authorisation"
    page = at_work.words(nadia.get(at("type")))
    assert "At her aunt’s" in page
    assert "As reported" in page


def test_a_closed_episode_is_not_changed(work, episode, at):
    episode.closed_at, episode.closed_by = work.now, Step.objects.first().recorded_by
    episode.absent_until = episode.absent_from + timedelta(hours=1)
    episode.save()

    for page in ("review", "type", "sightings", "assess"):
        response = work.sign_in("ines").get(at(page))
        assert response.status_code == 409
        assert "This episode is closed" in at_work.words(response)
