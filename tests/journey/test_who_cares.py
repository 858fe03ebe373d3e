"""Who cares for a child: who may say so, what stays as it was, and who has which part then."""

from dataclasses import replace

import pytest
from tests.journey import world

from wayhome.interfaces.rehearsal import answers, endings, scenes, situations
from wayhome.journey import (
    account,
    acting,
    child_introduced,
    child_returned,
    interview_held,
    risk_assessed,
    sighting_received,
    time_passed,
)
from wayhome.records.children import queries as children
from wayhome.records.episodes import actions
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes.models import Party
from wayhome.rules import access, told
from wayhome.rules.vocabulary import (
    Capacity,
    Certainty,
    DutyKind,
    Level,
    Marker,
    ProviderType,
    ReturnedTo,
)
from wayhome.stages.response.models import Duty, Notice, Step

pytestmark = pytest.mark.django_db
MINE = "Harrowfell Council"
OTHER = "Eastvale County Council"


@pytest.fixture
def episode_id(cast):
    return world.open_episode(cast)


@pytest.fixture
def child_id(episode_id):
    return episodes.locked(episode_id).child_id


@pytest.fixture
def learn(cast, child_id):
    """Somebody adds to what is known of the child, so many hours after the report."""

    def learned(by, hours=1, *, said=None, **what):
        return child_introduced.learned(
            child_id,
            said or told.Child(),
            supplied_by="a phone call",
            by=cast.viewer(by, now=world.START),
            now=world.after(hours),
            **what,
        )

    return learned


def care(cast, council=None, home=None, **more):
    named = {"responsible_authority_id": council, "placement_id": home}
    return told.Arrangement(
        **{field: cast.agencies[name] for field, name in named.items() if name}, **more
    )


def standing(child_id):
    return children.known(child_id).arrangement


# ---------------------------------------------------------------- who may say so


@pytest.fixture
def reporter_only(cast, episode_id):
    """Somebody whose agency only reported the child, and is nothing else to them."""
    part = (cast.agencies["Tideway House"], Capacity.REPORTER)
    actions.add_parties(episodes.locked(episode_id), [part], by=None, at=world.START)
    return "tariq"


def test_an_agency_that_only_reported_a_child_may_not_add_to_the_record(
    learn, reporter_only, child_id
):
    with pytest.raises(access.Refused, match="part does not allow you to add to a child"):
        learn(reporter_only, said=told.Child(given_name="Somebody else"))

    assert children.known(child_id).child.given_name == "Amira"


def test_an_agency_that_only_reported_a_child_may_not_make_itself_their_home(
    cast, learn, reporter_only, child_id
):
    with pytest.raises(access.Refused):
        learn(reporter_only, arrangement=care(cast, MINE, "Tideway House"))

    assert standing(child_id).placement_id == cast.agencies["Larch House"]


def test_a_home_may_add_what_it_knows_but_not_change_who_cares_for_the_child(cast, learn, child_id):
    learn("joss", said=told.Child(description="A yellow coat"))

    with pytest.raises(access.Refused, match="change who cares for a child"):
        learn("joss", 2, arrangement=care(cast, home="Tideway House"))

    assert children.known(child_id).child.description == "A yellow coat"


@pytest.mark.parametrize("who", ["nadia", "tomas"])
def test_a_council_or_a_force_with_a_part_may_change_where_the_child_lives(
    cast, learn, child_id, who
):
    learn(who, arrangement=care(cast, MINE, "Tideway House"))

    assert standing(child_id).placement_id == cast.agencies["Tideway House"]


@pytest.mark.parametrize("who", ["tomas", "sol"])
def test_only_the_responsible_council_may_say_that_another_is_responsible(
    cast, learn, child_id, who
):
    with pytest.raises(access.Refused, match="which council is responsible for a child"):
        learn(who, arrangement=care(cast, OTHER, "Larch House"))

    assert standing(child_id).responsible_authority_id == cast.agencies[MINE]


def test_a_council_that_is_no_longer_responsible_may_not_take_the_child_back(cast, learn, child_id):
    learn("nadia", arrangement=care(cast, OTHER, "Larch House"))

    with pytest.raises(access.Refused, match="which council is responsible"):
        learn("nadia", 2, arrangement=care(cast, MINE, "Larch House"))
    learn("elin", 3, arrangement=care(cast, MINE, "Larch House"))

    assert standing(child_id).responsible_authority_id == cast.agencies[MINE]


def test_a_child_of_others_cannot_be_added_to_or_told_from_no_child(learn):
    with pytest.raises(children.NoSuchChild):
        learn("isla", said=told.Child(given_name="Somebody else"))


# ---------------------------------------------------------------- what was not said stays


WHOLE = {"school": "Beckside Academy", "health": "Fellside Health Trust"}


@pytest.fixture
def whole(cast, learn, child_id):
    """The child's care, with everything in it known."""
    more = {f"{part}_id": cast.agencies[name] for part, name in WHOLE.items()}
    worker = cast.people["nadia"]
    learn("nadia", arrangement=care(cast, legal_basis="V2", social_worker_id=worker, **more))
    return standing(child_id)


def parts_of(arrangement):
    names = ("responsible_authority_id", "placement_id", "school_id", "health_id")
    return [getattr(arrangement, name) for name in (*names, "social_worker_id", "legal_basis")]


@pytest.mark.usefixtures("whole")
def test_what_is_not_said_of_a_childs_care_stays_as_it_was(cast, learn, child_id):
    before = standing(child_id)

    learn("nadia", 2, arrangement=care(cast, home="Tideway House"))

    after = standing(child_id)
    assert after.placement_id == cast.agencies["Tideway House"]
    assert parts_of(after)[2:] == parts_of(before)[2:]
    assert (after.responsible_authority_id, after.is_looked_after) == (cast.agencies[MINE], True)


def test_a_home_in_another_area_does_not_make_its_council_responsible(cast, learn, child_id):
    learn("nadia", arrangement=care(cast, home="Tideway House"))

    after = standing(child_id)
    assert after.responsible_authority_id == cast.agencies[MINE]
    assert after.host_authority_id == cast.agencies[OTHER]
    assert after.host_force_id == cast.agencies["Eastvale Police"]
    assert after.home_force_id == cast.agencies["Northmoor Police"]


@pytest.mark.usefixtures("whole")
def test_what_has_ended_is_said_to_have_ended(cast, learn, child_id):
    ended = frozenset({"placement_id", "social_worker_id"})
    home_again = told.Arrangement(is_looked_after=False, no_longer=ended)

    learn("nadia", 2, arrangement=home_again)

    after = standing(child_id)
    assert parts_of(after) == [
        cast.agencies[MINE],
        None,
        cast.agencies["Beckside Academy"],
        cast.agencies["Fellside Health Trust"],
        None,
        "",
    ]
    assert not after.is_looked_after
    assert after.host_authority_id == cast.agencies[MINE]


@pytest.mark.usefixtures("whole")
def test_the_childs_social_worker_may_not_hold_the_interview_after_a_move_either(
    cast, learn, episode_id
):
    nadia = cast.viewer("nadia", now=world.START)
    learn("nadia", 2, arrangement=care(cast, home="Tideway House"))
    back = told.Returned(world.after(3), ReturnedTo.PLACEMENT)
    child_returned.record(episode_id, back, by=nadia, now=world.after(3))
    held = told.Interview(world.after(4), nadia.practitioner_id, ProviderType.SOCIAL_WORKER)

    with pytest.raises(access.Refused, match="social worker"):
        interview_held.record([episode_id], held, by=nadia, now=world.after(4))


# ---------------------------------------------------------------- who has the part then


def parts_held(episode_id, cast, capacity=Capacity.RESPONSIBLE_AUTHORITY):
    """The agencies with a part, by name; the one that counts last."""
    whole = account.whole_of(episodes.locked(episode_id), as_of=world.after(1000))
    names = {agency_id: name for name, agency_id in cast.agencies.items()}
    return [names[party.agency_id] for party in whole.account.parties if party.capacity is capacity]


def owner_of(episode_id, kind):
    return Duty.objects.get(episode_id=episode_id, kind=kind).owner_agency_id


def come_home(cast, episode_id, hours):
    back = told.Returned(world.after(hours), ReturnedTo.PLACEMENT)
    tomas = cast.viewer("tomas", now=world.START)
    child_returned.record(episode_id, back, by=tomas, now=world.after(hours))


def test_care_that_passes_on_and_back_leaves_the_next_duty_with_the_council_it_came_back_to(
    cast, learn, episode_id
):
    learn("nadia", 1, arrangement=care(cast, OTHER))
    learn("elin", 2, arrangement=care(cast, MINE))

    come_home(cast, episode_id, 3)

    assert owner_of(episode_id, "offer_interview") == cast.agencies[MINE]
    assert parts_held(episode_id, cast)[-1] == MINE


def finish_all(cast, episode_id, agency):
    """Everything this agency has to do in the episode is done, but the review that is ahead."""
    by = cast.people["ines"]
    mine = {"episode_id": episode_id, "owner_agency_id": cast.agencies[agency]}
    Duty.objects.filter(**mine).exclude(kind="review").update(met_at=world.after(1), met_by_id=by)
    Step.objects.filter(**mine).update(done_at=world.after(1), done_by_id=by)
    notices = Notice.objects.filter(episode_id=episode_id, agency_id=cast.agencies[agency])
    notices.update(acknowledged_at=world.after(1), acknowledged_by_id=by)


def test_an_agency_whose_part_has_passed_on_keeps_it_while_it_has_something_to_do(
    cast, learn, episode_id
):
    learn("nadia", 1, arrangement=care(cast, home="Tideway House"))

    assert parts_held(episode_id, cast, Capacity.PLACEMENT) == ["Larch House", "Tideway House"]


def test_an_agency_whose_part_has_passed_on_and_has_nothing_left_to_do_has_none(
    cast, learn, episode_id
):
    finish_all(cast, episode_id, "Larch House")

    learn("nadia", 2, arrangement=care(cast, home="Tideway House"))

    assert parts_held(episode_id, cast, Capacity.PLACEMENT) == ["Tideway House"]
    party = Party.objects.get(episode_id=episode_id, capacity="placement", ended_at__isnull=False)
    assert (party.ended_at, party.ended_by_id) == (world.after(2), cast.people["nadia"])
    joss = cast.viewer("joss", now=world.START)
    assert parts_seen_by(joss) == {Capacity.REPORTER}


def parts_seen_by(viewer):
    return {
        Capacity(capacity)
        for capacity in Party.objects.filter(agency_id=viewer.agency_id, ended_at=None).values_list(
            "capacity", flat=True
        )
    }


def test_a_part_ends_with_the_last_thing_its_agency_had_to_do(cast, learn, episode_id):
    learn("nadia", 1, arrangement=care(cast, home="Tideway House"))
    finish_all(cast, episode_id, "Larch House")
    sighted = told.Sighting(world.after(1.5), "Bus station", Certainty.CERTAIN, "A driver")

    sighting_received.record(
        episode_id, sighted, by=cast.viewer("ines", now=world.START), now=world.after(2)
    )

    assert parts_held(episode_id, cast, Capacity.PLACEMENT) == ["Tideway House"]
    then = account.whole_of(episodes.locked(episode_id), as_of=world.after(1.9))
    assert len([p for p in then.account.parties if p.capacity is Capacity.PLACEMENT]) == 2


def test_what_only_time_brings_ends_no_part(cast, learn, episode_id):
    learn("nadia", 1, arrangement=care(cast, home="Tideway House"))
    finish_all(cast, episode_id, "Larch House")

    time_passed.record(now=world.after(60))

    assert len(parts_held(episode_id, cast, Capacity.PLACEMENT)) == 2


def test_the_force_that_owns_the_episode_keeps_its_part_though_the_child_was_moved(
    cast, learn, episode_id
):
    finish_all(cast, episode_id, "Northmoor Police")

    learn("nadia", 2, arrangement=care(cast, home="Tideway House"))

    assert parts_held(episode_id, cast, Capacity.HOST_FORCE) == [
        *("Northmoor Police", "Eastvale Police")
    ]


def test_every_part_that_has_passed_on_ends_when_the_episode_closes(cast):
    scene = scenes.begin(cast, at=world.START)
    missing = situations.support_agreed(scene)
    moved = told.Arrangement(placement_id=cast.agencies["Tideway House"])
    child_introduced.learned(
        missing.child_id,
        told.Child(),
        supplied_by="Sol",
        by=scene.person("sol"),
        now=scene.now,
        arrangement=moved,
    )
    assert len(parts_held(missing.episode_id, cast, Capacity.PLACEMENT)) == 2

    scene.later(hours=1)
    for by in ("ines", "sol"):  # messages to the former home were stopped
        try:
            answers.decline_duty(scene, missing, by=by, kind=DutyKind.STOPPED_MESSAGE)
        except access.Refused:
            continue
    for end in (endings.close_police, endings.finalise, endings.close):
        end(scene, missing)

    assert parts_held(missing.episode_id, cast, Capacity.PLACEMENT) == ["Tideway House"]


def told_at(episode_id, hours):
    """What was queued at a moment, and to which agency."""
    sent = Notice.objects.filter(episode_id=episode_id, recorded_at=world.after(hours))
    return set(sent.values_list("reason", "agency__name"))


def test_a_new_home_is_told_that_the_child_is_missing_only_while_they_are(cast, learn, episode_id):
    learn("nadia", 1, arrangement=care(cast, home="Tideway House"))

    assert told_at(episode_id, 1) == {
        *(("new_episode", "Tideway House"), ("new_episode", "Eastvale Police")),
        ("new_episode", OTHER),
    }


def test_a_new_home_after_the_return_is_told_that_it_has_a_part_and_not_that_a_child_is_missing(
    cast, learn, episode_id
):
    come_home(cast, episode_id, 1)

    learn("nadia", 2, arrangement=care(cast, home="Tideway House"))

    assert told_at(episode_id, 2) == {
        *(("given_part", "Tideway House"), ("given_part", "Eastvale Police")),
        ("given_part", OTHER),
    }


def test_a_change_of_care_that_gives_nobody_a_part_tells_nobody(cast, learn, episode_id):
    learn("nadia", 1, arrangement=care(cast, legal_basis="C2"))

    assert told_at(episode_id, 1) == set()


# ---------------------------------------------------------------- how old the child is


def born(years, *, hours=0):
    """A date of birth of a child who turned so many on the day of the report."""
    day = world.after(hours).date()
    return told.Child(date_of_birth=day.replace(year=day.year - years))


def whole_at(episode_id, hours):
    return account.whole_of(episodes.locked(episode_id), as_of=world.after(hours))


def asked_again(episode_id):
    return Duty.objects.filter(episode_id=episode_id, kind="reassess", met_at=None).count()


def test_a_child_who_turns_out_to_be_eight_starts_high_and_both_sides_are_asked(learn, episode_id):
    assert whole_at(episode_id, 0.9).level is Level.MEDIUM

    learn("joss", 1, said=born(8))

    assert whole_at(episode_id, 1).level is Level.HIGH
    assert episodes.locked(episode_id).level == Level.HIGH
    assert asked_again(episode_id) == 2
    told_of = Notice.objects.filter(episode_id=episode_id, recorded_at=world.after(1))
    assert {"level_changed", "reassess"} <= set(told_of.values_list("reason", flat=True))


def test_a_past_moment_still_stands_at_the_level_that_was_known_then(learn, episode_id):
    learn("joss", 1, said=born(8))
    learn("joss", 2, said=born(15))

    assert whole_at(episode_id, 0.9).level is Level.MEDIUM
    assert whole_at(episode_id, 1.5).level is Level.HIGH
    assert whole_at(episode_id, 3).level is Level.HIGH


def test_once_somebody_has_assessed_the_age_is_for_them_to_judge(cast, learn, episode_id):
    tomas = cast.viewer("tomas", now=world.START)
    said = told.Assessment(Level.MEDIUM, "As seen")
    risk_assessed.record(episode_id, said, by=tomas, now=world.after(0.5))

    learn("joss", 1, said=told.Child(age_stated=8))

    assert whole_at(episode_id, 1).level is Level.MEDIUM
    assert asked_again(episode_id) == 2


def test_a_concern_that_this_protocol_starts_high_for_counts_when_it_becomes_known(
    learn, episode_id
):
    concern = told.Concern(Marker.SEXUAL_EXPLOITATION, "Said so", "a carer")

    learn("joss", 1, concern=concern)

    assert whole_at(episode_id, 1).level is Level.HIGH


def test_another_report_that_says_how_young_the_child_is_raises_the_level_and_tells_of_it(
    cast, child_id, episode_id
):
    world.report(cast, child_id, key="another", now=world.after(1), child=born(8))

    assert whole_at(episode_id, 1).level is Level.HIGH
    assert Notice.objects.filter(episode_id=episode_id, reason="level_changed").exists()


def test_another_detail_asks_nobody_again(learn, episode_id):
    learn("joss", 1, said=told.Child(description="A yellow coat"))

    assert not asked_again(episode_id)


def test_an_age_learned_once_the_child_is_back_asks_nobody_and_raises_nothing(
    cast, learn, episode_id
):
    come_home(cast, episode_id, 1)

    learn("joss", 2, said=born(8))

    assert not asked_again(episode_id)
    assert whole_at(episode_id, 2).level is Level.MEDIUM


def test_a_date_of_birth_that_makes_an_adult_is_refused_by_the_journey_itself(
    cast, learn, child_id
):
    with pytest.raises(acting.Contradiction, match="18 or over"):
        learn("joss", 1, said=born(18))
    with pytest.raises(acting.Contradiction, match="18 or over"):
        world.introduce(cast, date_of_birth=born(18).date_of_birth)

    assert children.known(child_id).child.date_of_birth is None


def test_a_child_who_turns_eighteen_while_missing_may_still_be_described(learn, child_id):
    eighteen_in_a_day = born(18, hours=24)

    learn("joss", 48, said=eighteen_in_a_day)
    learn("joss", 49, said=replace(eighteen_in_a_day, description="A yellow coat"))

    assert children.known(child_id).child.description == "A yellow coat"


# ---------------------------------------------------------------- an age stated long ago


YEARS = 365.25 * 24


def known_to_the_rules(child_id):
    return children.facts_of(children.known(child_id))


def missing_again(cast, *, age, years):
    """A child whose age was stated so many years before they are missing; the new episode."""
    child_id = world.introduce(cast, now=world.after(-years * YEARS), age_stated=age)
    answer = world.report(cast, child_id)
    return episodes.locked(answer["episode_id"])


@pytest.mark.parametrize(("years", "level"), [(0.5, Level.HIGH), (5, Level.MEDIUM)])
def test_an_age_stated_long_ago_has_grown_since(cast, years, level):
    assert missing_again(cast, age=11, years=years).starting_level == level


def test_the_same_age_said_again_years_later_is_the_age_now(cast):
    child_id = world.introduce(cast, now=world.after(-3 * YEARS), age_stated=11)

    answer = world.report(cast, child_id, child=told.Child(age_stated=11))

    assert episodes.locked(answer["episode_id"]).starting_level == Level.HIGH
    assert known_to_the_rules(child_id).age_stated_on == world.START.date()


def test_the_same_age_said_again_at_once_adds_nothing(learn, child_id):
    learn("joss", 1, said=told.Child(age_stated=11))
    learn("joss", 2, said=told.Child(age_stated=11))

    ages = [row for row in children.known(child_id).details if row.field == "age_stated"]
    assert len(ages) == 1


def test_a_past_moment_counts_an_age_from_when_it_had_been_said_then(learn, child_id):
    learn("joss", 1, said=told.Child(age_stated=11))
    learn("joss", 50, said=told.Child(age_stated=12, description="A yellow coat"))

    def said_on(hours):
        then = children.as_known(children.known(child_id), as_of=world.after(hours))
        return children.facts_of(then).age_stated_on

    assert said_on(0.5) is None
    assert said_on(2) == world.after(1).date()
    assert said_on(51) == world.after(50).date()
