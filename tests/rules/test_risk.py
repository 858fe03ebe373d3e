"""Two keys: what stands, what is shown, and when a difference goes up."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules import situations as s
from wayhome.rules import facts, protocol, risk, sources
from wayhome.rules.vocabulary import ChallengeReason, DutyKind, EpisodeType, Level, Marker, Side

LEVELS = st.sampled_from(Level)
HOURS = st.integers(min_value=0, max_value=12)
ASSESSMENTS = st.lists(st.builds(facts.Assessment, st.sampled_from(Side), LEVELS, HOURS.map(s.at)))
JOINTS = st.lists(
    st.builds(
        lambda level, put, after: facts.JointAssessment(
            level, s.at(put), None if after is None else s.at(put + after)
        ),
        LEVELS,
        HOURS,
        st.none() | HOURS,
    ),
    max_size=3,
)
ACCOUNTS = st.builds(
    lambda made, joint, start: s.missing(
        assessments=tuple(sorted(made, key=lambda one: one.recorded_at)),
        joint=tuple(joint),
        starting_level=start,
    ),
    ASSESSMENTS,
    JOINTS,
    LEVELS,
)


# ------------------------------------------------------------------ age


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 6, 1), date(2026, 5, 31), 17),
        (date(2008, 6, 1), date(2026, 6, 1), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2024, 2, 29), 16),
        (date(2026, 6, 1), date(2026, 5, 31), -1),
    ],
    ids=[
        "the day before the eighteenth birthday",
        "on the eighteenth birthday",
        "born on 29 February, 28 February of an ordinary year",
        "born on 29 February, 1 March of an ordinary year",
        "born on 29 February, a leap year",
        "the day before birth",
    ],
)
def test_an_age_is_reached_at_the_start_of_the_birthday(born, day, age):
    assert risk.age_on(facts.Child(date_of_birth=born), day) == age


def test_without_a_date_of_birth_the_age_stated_is_taken_and_nothing_is_guessed():
    assert risk.age_on(facts.Child(age_stated=9), date(2026, 1, 1)) == 9
    said = facts.Child(age_stated=9, age_stated_on=date(2024, 6, 2))
    assert risk.age_on(said, date(2024, 1, 1)) == 9
    assert risk.age_on(said, date(2026, 6, 1)) == 10
    assert risk.age_on(said, date(2026, 6, 2)) == 11
    assert risk.age_on(facts.Child(), date(2026, 1, 1)) is None


# ------------------------------------------------------------------ where it starts


@pytest.mark.parametrize(
    ("child", "level", "reasons"),
    [
        (s.child(), Level.MEDIUM, 0),
        (facts.Child(), Level.MEDIUM, 0),
        (facts.Child(age_stated=12), Level.HIGH, 1),
        (facts.Child(age_stated=13), Level.MEDIUM, 0),
        (s.child(markers=frozenset({Marker.TRAFFICKING})), Level.HIGH, 1),
        (s.child(markers=frozenset({Marker.DISABILITY})), Level.MEDIUM, 0),
    ],
    ids=["fifteen", "age not known", "twelve", "thirteen", "trafficking", "a concern not named"],
)
def test_the_protocol_starts_at_high_for_the_youngest_and_the_concerns_it_names(
    child, level, reasons
):
    started, prompts = risk.starting_level(protocol.DEFAULT, child=child, on=date(2026, 3, 10))

    assert (started, len(prompts)) == (level, reasons)


def test_very_low_is_offered_for_a_child_only_where_the_protocol_says_so():
    allowing = replace(protocol.DEFAULT, very_low_allowed=True)

    assert Level.VERY_LOW not in risk.levels_allowed(protocol.DEFAULT)
    assert risk.levels_allowed(allowing) == tuple(Level)


# ------------------------------------------------------------------ prompts


def reasons_for(account, *, earlier=(), now=None):
    """The words of every prompt, in one string."""
    prompts = risk.prompts_for(
        protocol.DEFAULT, account=account, earlier=earlier, now=now or s.at(1)
    )
    return " / ".join(prompt.reason for prompt in prompts)


def low_before(times):
    """Earlier episodes that were graded low."""
    return [risk.Earlier(s.at(-24 * (n + 1)), Level.LOW) for n in range(times)]


def test_an_ordinary_episode_prompts_nothing():
    assert reasons_for(s.missing()) == ""


@pytest.mark.parametrize(
    ("account", "words"),
    [
        (s.missing(child=s.child(placed_out_of_area=True)), "away from the home area"),
        (s.missing(child=facts.Child()), "age is not known"),
        (s.missing(starting_level=Level.HIGH), "Child Rescue Alert"),
        (
            s.missing(types=(facts.TypeGiven(EpisodeType.AWAY_WITHOUT_AUTHORISATION, s.at()),)),
            "not a risk level",
        ),
        (s.missing(child=facts.Child(age_stated=12)), "Age 12 or under"),
    ],
    ids=["placed far away", "age not known", "at high", "whereabouts known", "twelve"],
)
def test_an_assessor_is_shown_what_not_to_overlook(account, words):
    assert words in reasons_for(account)


@pytest.mark.parametrize("found", [{"located": s.moment(1)}, {"returned": s.moment(1)}])
def test_no_alert_is_thought_of_once_the_child_is_found(found):
    assert "Alert" not in reasons_for(s.missing(starting_level=Level.HIGH, **found))


def test_many_low_grades_are_a_warning_and_never_a_comfort():
    assert "3 times before" in reasons_for(s.missing(), earlier=low_before(3))
    assert reasons_for(s.missing(), earlier=low_before(2)) == ""


def test_harm_met_before_is_shown():
    harmed = risk.Earlier(s.at(-99), Level.HIGH, harmed=True)

    assert "Harmed when missing before" in reasons_for(s.missing(), earlier=[harmed])


def test_a_birthday_begins_at_midnight_in_london():
    turns_thirteen_on_2_june = s.missing(child=facts.Child(date_of_birth=date(2013, 6, 2)))
    before_midnight = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)
    after_midnight = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)

    assert "Age 12" in reasons_for(turns_thirteen_on_2_june, now=before_midnight)
    assert "Age 12" not in reasons_for(turns_thirteen_on_2_june, now=after_midnight)


@given(
    account=ACCOUNTS,
    times=st.integers(0, 12),
    age=st.none() | st.integers(0, 17),
    markers=st.frozensets(st.sampled_from(Marker)),
)
def test_a_prompt_never_puts_forward_a_lower_level_and_always_has_a_source(
    account, times, age, markers
):
    known = replace(account, child=facts.Child(age_stated=age, markers=markers))

    prompts = risk.prompts_for(
        protocol.DEFAULT, account=known, earlier=low_before(times), now=s.at(1)
    )

    assert all(isinstance(prompt.source, sources.Source) for prompt in prompts)
    put_forward = [prompt.reason.split("starts at ")[-1] for prompt in prompts]
    assert not {"very low", "low", "medium"} & set(put_forward)
    assert not any("score" in prompt.reason for prompt in prompts)


# ------------------------------------------------------------------ the level in force


def level(*, start=Level.MEDIUM, made=(), joint=()):
    """The level in force for these judgements."""
    return risk.level_in_force(
        s.missing(starting_level=start, assessments=tuple(made), joint=tuple(joint))
    )


def test_the_starting_level_stands_until_someone_assesses():
    assert level(start=Level.HIGH) is Level.HIGH


def test_one_side_alone_may_raise_the_level_but_not_lower_it():
    assert level(made=[s.by_police(Level.HIGH)]) is Level.HIGH
    assert level(made=[s.by_police(Level.LOW)]) is Level.MEDIUM


def test_one_side_alone_may_not_lower_what_it_raised():
    assert level(made=[s.by_police(Level.HIGH, 1), s.by_police(Level.LOW, 2)]) is Level.HIGH


@pytest.mark.parametrize("first", [s.by_police, s.by_council])
def test_with_both_in_the_higher_stands_whoever_said_it(first):
    second = s.by_council if first is s.by_police else s.by_police

    assert level(made=[first(Level.LOW), second(Level.HIGH)]) is Level.HIGH
    assert level(start=Level.LOW, made=[first(Level.LOW), second(Level.MEDIUM)]) is Level.MEDIUM


def test_two_low_assessments_lower_nothing_until_two_people_have_signed():
    both = [s.by_police(Level.LOW), s.by_council(Level.LOW)]

    assert level(start=Level.HIGH, made=both) is Level.HIGH
    assert level(start=Level.HIGH, made=both, joint=[s.signed(Level.LOW)]) is Level.LOW


def test_a_side_that_takes_back_its_word_lowers_nothing_once_the_other_has_said_less():
    made = [s.by_police(Level.HIGH, 1), s.by_council(Level.LOW, 2), s.by_police(Level.LOW, 3)]

    assert level(made=made) is Level.HIGH
    assert level(made=made, joint=[s.signed(Level.LOW, proposed=4, agreed=5)]) is Level.LOW


def test_what_was_said_counts_however_the_rows_are_ordered():
    old, new = s.by_police(Level.HIGH, 1), s.by_police(Level.LOW, 3)
    other = s.by_council(Level.LOW, 2)

    assert level(made=[new, other, old]) is Level.HIGH
    assert level(made=[old, other, new]) is Level.HIGH


@pytest.mark.parametrize(
    ("recorded", "sides"),
    [
        ({}, ()),
        ({"assessments": (s.by_police(Level.MEDIUM),)}, ()),
        ({"assessments": (s.by_police(Level.HIGH, 1), s.by_police(Level.LOW, 2))}, (Side.POLICE,)),
        ({"assessments": (s.by_council(Level.HIGH), s.by_police(Level.HIGH))}, tuple(Side)),
        (
            {
                "assessments": (s.by_police(Level.HIGH, 1), s.by_council(Level.HIGH, 4)),
                "joint": (s.signed(Level.MEDIUM),),
            },
            (Side.CHILDRENS_SERVICES,),
        ),
    ],
    ids=["nobody has assessed", "as it started", "taken back", "both", "since the joint level"],
)
def test_whose_word_raised_the_level_is_known(recorded, sides):
    assert risk.raised_by(s.missing(**recorded)) == sides


def test_of_two_rows_of_the_same_moment_the_later_row_is_the_newest():
    account = s.missing(assessments=(s.by_police(Level.LOW, 1), s.by_police(Level.HIGH, 1)))

    assert risk.latest(account, Side.POLICE).level is Level.HIGH
    assert risk.first(account, Side.POLICE).level is Level.LOW
    assert risk.first(account, Side.CHILDRENS_SERVICES) is None


def test_a_joint_level_counts_once_both_have_signed():
    both = [s.by_police(Level.HIGH), s.by_council(Level.MEDIUM)]

    assert level(made=both, joint=[s.signed(Level.MEDIUM)]) is Level.MEDIUM
    assert level(made=both, joint=[s.signed(Level.MEDIUM, agreed=3)]) is Level.MEDIUM
    unsigned = facts.JointAssessment(Level.LOW, s.at(2))
    assert level(made=both, joint=[unsigned]) is Level.HIGH


def test_a_judgement_after_the_joint_one_may_raise_the_level_but_not_lower_it():
    both = [s.by_police(Level.MEDIUM, 1), s.by_council(Level.MEDIUM, 1)]
    joint = [s.signed(Level.MEDIUM, proposed=2, agreed=3)]

    assert level(made=[*both, s.by_police(Level.HIGH, 4)], joint=joint) is Level.HIGH
    assert level(made=[*both, s.by_police(Level.LOW, 4)], joint=joint) is Level.MEDIUM
    raised_then_lowered = [*both, s.by_police(Level.HIGH, 4), s.by_police(Level.LOW, 5)]
    assert level(made=raised_then_lowered, joint=joint) is Level.HIGH


def test_a_judgement_made_while_a_signature_was_waited_for_is_not_signed_away():
    made = [s.by_police(Level.LOW, 1), s.by_council(Level.LOW, 1), s.by_police(Level.HIGH, 3)]

    assert level(made=made, joint=[s.signed(Level.LOW, proposed=2, agreed=4)]) is Level.HIGH


def test_the_joint_level_signed_last_is_the_one_that_stands():
    joint = [
        s.signed(Level.HIGH, proposed=2, agreed=9),
        s.signed(Level.LOW, proposed=3, agreed=4),
        s.signed(Level.MEDIUM, proposed=5, agreed=9),
    ]

    assert level(joint=joint) is Level.MEDIUM


@given(account=ACCOUNTS, side=st.sampled_from(Side), new=LEVELS)
def test_no_single_side_ever_lowers_the_level_in_force(account, side, new):
    before = risk.level_in_force(account)
    assessed = facts.Assessment(side, new, s.at(100))
    put_forward = facts.JointAssessment(new, s.at(100))

    after_assessing = replace(account, assessments=(*account.assessments, assessed))
    after_putting_forward = replace(account, joint=(*account.joint, put_forward))

    assert risk.level_in_force(after_assessing) is risk.highest([before, new])
    assert risk.level_in_force(after_putting_forward) is before


@given(ACCOUNTS)
def test_before_a_joint_level_the_level_is_never_below_the_start_or_anything_said(account):
    alone = replace(account, joint=())

    said = [account.starting_level, *(made.level for made in alone.assessments)]

    assert risk.level_in_force(alone) is risk.highest(said)


@given(ACCOUNTS)
def test_the_level_in_force_is_always_one_that_somebody_put_forward(account):
    put_forward = {account.starting_level}
    put_forward |= {made.level for made in account.assessments}
    put_forward |= {joint.level for joint in account.joint}

    assert risk.level_in_force(account) in put_forward


def test_an_upgrade_is_a_level_above_the_one_in_force():
    account = s.missing(assessments=(s.by_police(Level.HIGH),))

    assert risk.is_upgrade(s.missing(), Level.HIGH)
    assert not risk.is_upgrade(account, Level.HIGH)


# ------------------------------------------------------------------ blind, then agreed


def may_see(account, now):
    return risk.may_see_other_side(protocol.DEFAULT, account=account, now=now)


def test_neither_side_sees_the_others_until_both_are_in():
    one = s.missing(assessments=(s.by_police(Level.LOW),))
    both = s.missing(assessments=(s.by_police(Level.LOW), s.by_council(Level.LOW)))

    assert not may_see(one, s.at(2))
    assert may_see(both, s.at(2))


def test_the_sides_see_each_other_from_the_moment_the_time_has_passed():
    one = s.missing(assessments=(s.by_police(Level.LOW),))

    assert not may_see(one, s.at(4) - s.SECOND)
    assert may_see(one, s.at(4))


def test_a_joint_level_below_either_side_needs_the_reasons_of_both():
    account = s.missing(assessments=(s.by_police(Level.HIGH), s.by_council(Level.LOW)))

    def missing_for(level, explained=()):
        return risk.explanations_missing(account, level=level, explained=explained)

    assert missing_for(Level.HIGH) == ()
    assert missing_for(Level.MEDIUM) == (Side.POLICE, Side.CHILDRENS_SERVICES)
    assert missing_for(Level.MEDIUM, [Side.POLICE]) == (Side.CHILDRENS_SERVICES,)
    assert missing_for(Level.MEDIUM, list(Side)) == ()
    assert risk.sides_above(account, Level.MEDIUM) == (Side.POLICE,)


ASKED = s.duty(DutyKind.REASSESS, starts=5, due=6)


@pytest.mark.parametrize(
    ("recorded", "asked_again", "superseded"),
    [
        ({}, [], False),
        ({"assessments": (s.by_police(Level.LOW, 3),)}, [], False),
        ({"assessments": (s.by_police(Level.LOW, 5),)}, [], True),
        ({"joint": (s.signed(Level.LOW, proposed=1, agreed=5),)}, [], True),
        ({"duties": (ASKED,)}, [], True),
        ({"duties": (replace(ASKED, recorded_at=s.at(3)),)}, [s.at(3)], False),
        ({"duties": (replace(ASKED, recorded_at=s.at(3)),)}, [s.at(3), s.at(5)], True),
        ({"duties": (replace(ASKED, declined_at=s.at(6)),)}, [s.at(5)], False),
    ],
    ids=[
        "nothing since",
        "assessed before",
        "assessed since",
        "another agreed since",
        "asked to assess again since",
        "asked before",
        "asked before, and more came since",
        "the child is back: nobody is asked any more",
    ],
)
def test_a_joint_level_is_signed_only_while_it_is_what_both_had_read(
    recorded, asked_again, superseded
):
    answer = risk.is_superseded(
        s.missing(**recorded), put_forward_at=s.at(4), asked_again_at=asked_again
    )

    assert answer is superseded


# ------------------------------------------------------------------ challenge


def challenge(now=None, **recorded):
    """Why the difference must go up now, if it must."""
    return risk.challenge_due(protocol.DEFAULT, account=s.missing(**recorded), now=now or s.at(1))


def test_two_levels_apart_goes_up_at_once_and_one_does_not():
    far = (s.by_police(Level.HIGH), s.by_council(Level.LOW))
    near = (s.by_police(Level.HIGH), s.by_council(Level.MEDIUM))

    assert challenge(assessments=far) is ChallengeReason.TWO_LEVELS_APART
    assert challenge(assessments=near) is None


def test_no_joint_level_in_time_goes_up_a_moment_after_the_time_is_over():
    assert challenge(s.at(4)) is None
    assert challenge(s.at(4) + s.SECOND) is ChallengeReason.NOT_AGREED_IN_TIME


def test_a_joint_level_in_time_settles_it():
    made = (s.by_police(Level.HIGH), s.by_council(Level.LOW))

    assert challenge(s.at(9), assessments=made, joint=(s.signed(Level.HIGH),)) is None


def test_one_level_apart_since_both_signed_goes_up_when_the_time_since_then_is_over():
    made = (s.by_police(Level.MEDIUM), s.by_council(Level.MEDIUM), s.by_police(Level.HIGH, 10))
    signed = (s.signed(Level.MEDIUM),)

    assert challenge(s.at(14), assessments=made, joint=signed) is None
    late = challenge(s.at(14) + s.SECOND, assessments=made, joint=signed)
    assert late is ChallengeReason.NOT_AGREED_IN_TIME


@pytest.mark.parametrize(
    ("since", "wanted"),
    [
        ((), None),
        ((s.by_police(Level.MEDIUM, 9),), None),
        ((s.by_police(Level.LOW, 9),), s.at(9)),
        ((s.by_police(Level.HIGH, 9), s.by_council(Level.HIGH, 10)), s.at(9)),
        ((s.by_police(Level.MEDIUM, 8), s.by_police(Level.HIGH, 9)), s.at(9)),
        ((s.by_police(Level.HIGH, 9), s.by_police(Level.MEDIUM, 10)), s.at(9)),
    ],
    ids=["nothing", "the same again", "lower", "both higher", "later higher", "taken back"],
)
def test_a_joint_level_is_wanted_again_from_the_first_word_that_differs(since, wanted):
    made = (s.by_police(Level.MEDIUM), s.by_council(Level.MEDIUM), *since)
    account = s.missing(assessments=made, joint=(s.signed(Level.MEDIUM),))

    assert risk.joint_wanted_since(account) == wanted


def test_a_report_entered_late_is_blind_and_agreed_by_times_from_when_it_was_entered():
    late = {"recorded_at": s.at(6), "assessments": (s.by_police(Level.LOW, 6),)}
    account = s.missing(**late)

    assert not may_see(account, s.at(10) - s.SECOND)
    assert may_see(account, s.at(10))
    assert challenge(s.at(10), **late) is None
    assert challenge(s.at(10) + s.SECOND, **late) is ChallengeReason.NOT_AGREED_IN_TIME


def test_a_report_entered_before_its_own_time_by_a_slow_clock_is_counted_from_that_time():
    account = s.missing(recorded_at=s.at() - s.SECOND)

    assert risk.joint_wanted_since(account) == s.REPORTED


def test_a_side_that_moves_two_levels_from_what_it_signed_opens_a_new_challenge():
    made = (s.by_police(Level.LOW), s.by_council(Level.LOW), s.by_council(Level.HIGH, 5))

    due = challenge(s.at(6), assessments=made, joint=(s.signed(Level.LOW),))

    assert due is ChallengeReason.TWO_LEVELS_APART


@pytest.mark.parametrize("over", [{"returned": s.moment(1)}, {"closed": s.moment(1)}])
def test_once_the_child_is_back_no_difference_goes_up(over):
    assert challenge(s.at(99), **over) is None


def test_a_side_that_said_and_signed_nothing_has_no_position():
    assert risk.position(s.missing(), Side.POLICE) is None


def test_the_gravest_of_no_levels_is_a_mistake():
    with pytest.raises(ValueError, match="empty"):
        risk.highest([])


def test_levels_are_ranked_from_very_low_to_high():
    assert [level.rank for level in Level] == [0, 1, 2, 3]


def test_a_protocol_that_gives_longer_to_agree_is_followed():
    patient = replace(protocol.DEFAULT, agree_within_minutes=600)

    assert risk.challenge_due(patient, account=s.missing(), now=s.at(9)) is None
    assert timedelta(minutes=600) == protocol.minutes(patient.agree_within_minutes)
