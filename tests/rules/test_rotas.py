"""Who is on duty, and when nobody is."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.rules import rotas
from wayhome.rules.rotas import Cover, Rota, Shift, Span
from wayhome.rules.vocabulary import PostKind

INES, DINA, OWEN = (UUID(int=number) for number in (1, 2, 3))
ALWAYS = Span(datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC))
SINCE = date(2020, 1, 6)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DAYS, NIGHTS = (time(7), time(19)), (time(19), time(7))
HELD = dict.fromkeys((INES, DINA, OWEN), (ALWAYS,))


def every_day(who, begins, ends):
    return [Shift(who, weekday, begins, ends, SINCE) for weekday in range(7)]


def rota(*shifts, covers=(), held=HELD):
    return Rota(tuple(shifts), tuple(covers), held)


ROUND_THE_CLOCK = rota(*every_day(INES, *DAYS), *every_day(DINA, *NIGHTS))


def at(day, hour, minute=0, *, month=3):
    """A moment of 2026, in UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def day(number, *, month=3):
    return Span(at(number, 0, month=month), at(number, 0, month=month) + 24 * HOUR)


@pytest.mark.parametrize(
    ("moment", "who"),
    [
        (at(10, 7), INES),
        (at(10, 19) - MINUTE, INES),
        (at(10, 19), DINA),
        (at(11, 7) - MINUTE, DINA),
        (at(11, 7), INES),
    ],
)
def test_whoever_begins_is_on_duty_at_the_moment_and_whoever_ends_no_more(moment, who):
    assert rotas.on_duty(ROUND_THE_CLOCK, at=moment) == {who}


@pytest.mark.parametrize(
    ("began", "ended", "hours"),
    [(at(28, 19), at(29, 6), 11), (at(24, 18, month=10), at(25, 7, month=10), 13)],
    ids=["the clocks go forward", "the clocks go back"],
)
def test_a_night_shift_is_from_wall_clock_to_wall_clock_whatever_the_clocks_do(began, ended, hours):
    within = Span(began - 3 * HOUR, ended + 3 * HOUR)

    [night] = [
        turn.span
        for turn in rotas.turns(ROUND_THE_CLOCK, within=within)
        if turn.practitioner_id == DINA
    ]

    assert (night.begins_at, night.ends_at) == (began, ended)
    assert night.ends_at - night.begins_at == hours * HOUR


def test_a_shift_that_begins_in_the_hour_that_is_skipped_begins_when_the_clocks_go_on():
    only = rota(Shift(INES, 6, time(1, 30), time(9), SINCE))

    [turn] = rotas.turns(only, within=day(29))

    assert turn.span == Span(at(29, 1, 30), at(29, 8))


def test_whoever_stands_in_is_on_duty_in_their_stead_and_before_and_after_nobody_else():
    cover = Cover(OWEN, Span(at(10, 9), at(10, 12)), instead_of=INES)
    swapped = replace(ROUND_THE_CLOCK, covers=(cover,))

    found = [rotas.on_duty(swapped, at=at(10, hour)) for hour in (8, 9, 11, 12)]

    assert found == [{INES}, {OWEN}, {OWEN}, {INES}]


def test_a_third_may_stand_in_for_whoever_stands_in():
    span = Span(at(10, 9), at(10, 12))
    covers = (Cover(OWEN, span, instead_of=INES), Cover(DINA, span, instead_of=OWEN))

    assert rotas.on_duty(replace(ROUND_THE_CLOCK, covers=covers), at=at(10, 10)) == {DINA}


def test_somebody_put_on_duty_besides_takes_nobody_off():
    covers = (Cover(OWEN, Span(at(10, 9), at(10, 12))),)

    assert rotas.on_duty(replace(ROUND_THE_CLOCK, covers=covers), at=at(10, 10)) == {INES, OWEN}


def test_nobody_is_on_duty_in_a_post_they_have_left():
    left = HELD | {INES: (Span(ALWAYS.begins_at, at(10, 12)),)}
    after = replace(ROUND_THE_CLOCK, held=left)

    assert rotas.gaps(after, within=day(10)) == (Span(at(10, 12), at(10, 19)),)
    assert rotas.gaps(replace(after, held={}), within=day(10)) == (day(10),)


def test_a_line_of_the_pattern_counts_from_its_first_day_until_its_last():
    short = rota(
        *(
            replace(s, since=date(2026, 3, 10), until=date(2026, 3, 11))
            for s in every_day(INES, *DAYS)
        )
    )

    assert [turn.span for turn in rotas.turns(short, within=Span(at(9, 0), at(13, 0)))] == [
        Span(at(10, 7), at(10, 19))
    ]
    assert [rotas.has_rota(short, at=at(number, 12)) for number in (9, 10, 11)] == [
        False,
        True,
        False,
    ]


def test_a_gap_is_raised_twelve_hours_before_it_begins_and_not_sooner():
    no_nights = rota(*every_day(INES, *DAYS))
    gap = Span(at(10, 19), at(11, 7))

    assert rotas.gaps_to_raise(no_nights, now=at(10, 7)) == ()
    assert rotas.gaps_to_raise(no_nights, now=at(10, 7, 1)) == (gap,)
    assert rotas.gaps_to_raise(ROUND_THE_CLOCK, now=at(10, 7, 1)) == ()


def test_a_post_without_a_rota_has_no_gap_and_is_never_empty():
    nothing = rota()

    assert rotas.gaps_to_raise(nothing, now=at(10, 7)) == ()
    assert rotas.empty_since(nothing, at=at(10, 7)) is None


@pytest.mark.parametrize(
    ("moment", "since"),
    [
        (at(10, 18, 59), None),
        (at(10, 19), at(10, 19)),
        (at(11, 6, 59), at(10, 19)),
        (at(11, 7), None),
    ],
)
def test_a_post_is_empty_since_the_last_person_went_off_duty(moment, since):
    assert rotas.empty_since(rota(*every_day(INES, *DAYS)), at=moment) == since


@pytest.mark.parametrize(
    ("post", "manager"),
    [
        (PostKind.DUTY_INSPECTOR, PostKind.SUPERINTENDENT),
        (PostKind.SOCIAL_WORK_TEAM, PostKind.TEAM_MANAGER),
        (PostKind.DIRECTOR, None),
    ],
)
def test_somebody_is_set_over_a_post_that_others_must_be_able_to_reach(post, manager):
    assert rotas.manager_of(post) is manager


TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
SHIFTS = st.builds(
    Shift, st.sampled_from([INES, DINA, OWEN]), st.integers(0, 6), TIMES, TIMES, st.just(SINCE)
)
MOMENTS = st.integers(0, 60 * 24 * 365).map(lambda minutes: at(1, 0, month=1) + minutes * MINUTE)
SPANS = st.builds(
    lambda begins, hours: Span(begins, begins + hours * HOUR), MOMENTS, st.integers(1, 30)
)
COVERS = st.builds(
    Cover, st.sampled_from([INES, DINA, OWEN]), SPANS, st.none() | st.sampled_from([INES, DINA])
)
ROTAS = st.builds(rota, covers=st.lists(COVERS, max_size=3)).flatmap(
    lambda made: st.lists(SHIFTS, max_size=6).map(
        lambda shifts: replace(made, shifts=tuple(shifts))
    )
)


@given(ROTAS, SPANS, st.integers(0, 100))
def test_at_every_moment_either_somebody_is_on_duty_or_there_is_a_gap_and_never_both(
    made, span, part
):
    moment = span.begins_at + (span.ends_at - span.begins_at) * part / 101

    there = bool(rotas.on_duty(made, at=moment))
    free = [gap for gap in rotas.gaps(made, within=span) if gap.begins_at <= moment < gap.ends_at]

    assert there is not bool(free)
