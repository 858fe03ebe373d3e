"""Few reports wait for their turn, and not for long; whatever is no report needs none."""

import threading
import time
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from wayhome.config import patience
from wayhome.platform import durable

REPORT = RequestFactory().post("/api/v1/missing-reports")
LOOK = RequestFactory().get("/api/v1/missing-reports")


class Answering:
    """Answers nothing before it is told to."""

    def __init__(self):
        self.has_one, self.may_answer = threading.Event(), threading.Event()

    def __call__(self, _request):
        self.has_one.set()
        self.may_answer.wait(30)
        return HttpResponse()


@pytest.fixture
def one_at_once(settings):
    """A process that records one report at once, and is recording one."""
    settings.WAYHOME_INTAKE_AT_ONCE = settings.WAYHOME_INTAKE_IN_LINE = 1
    settings.WAYHOME_INTAKE_TURN_WITHIN = timedelta(seconds=30)
    answering = Answering()
    intake = patience.IntakeMiddleware(answering)
    first = threading.Thread(target=lambda: intake(REPORT))
    first.start()
    assert answering.has_one.wait(30)
    intake.first, intake.answering = first, answering
    yield intake
    answering.may_answer.set()
    first.join()


def test_nobody_waits_longer_than_a_moment(one_at_once, settings):
    settings.WAYHOME_INTAKE_TURN_WITHIN = timedelta(0)

    with pytest.raises(durable.NoTurn):
        one_at_once(REPORT)


def test_one_waits_for_a_moment_behind_it_and_then_has_its_turn(one_at_once):
    answered = []
    next_one = threading.Thread(target=lambda: answered.append(one_at_once(REPORT).status_code))
    next_one.start()
    one_at_once.answering.may_answer.set()
    next_one.join(30)

    assert answered == [200]


def test_just_after_somebody_found_no_place_in_line_nobody_waits_and_a_moment_later_one_does(
    one_at_once, settings
):
    settings.WAYHOME_INTAKE_RUSH = timedelta(seconds=30)
    one_at_once.line.acquire()  # somebody waits already
    with pytest.raises(durable.NoTurn):
        one_at_once(REPORT)
    one_at_once.line.release()

    with pytest.raises(durable.NoTurn):
        one_at_once(REPORT)  # there is a place now, and it would wait for half a minute

    settings.WAYHOME_INTAKE_RUSH = timedelta(0)
    answered = []
    next_one = threading.Thread(target=lambda: answered.append(one_at_once(REPORT).status_code))
    next_one.start()
    one_at_once.answering.may_answer.set()
    next_one.join(30)
    assert answered == [200]


def test_also_in_a_rush_whoever_finds_nobody_before_them_has_their_turn(one_at_once, settings):
    settings.WAYHOME_INTAKE_RUSH = timedelta(seconds=30)
    one_at_once.full_at = time.monotonic()
    one_at_once.answering.may_answer.set()
    one_at_once.first.join()

    assert one_at_once(REPORT).status_code == 200


def test_behind_those_who_wait_nobody_waits(one_at_once):
    one_at_once.line.acquire()  # somebody waits already

    with pytest.raises(durable.NoTurn):
        one_at_once(REPORT)


def test_the_next_has_its_turn_once_that_one_is_answered(one_at_once):
    one_at_once.answering.may_answer.set()
    one_at_once.first.join()

    assert one_at_once(REPORT).status_code == 200


def test_a_turn_is_given_back_also_where_a_report_was_not_recorded(settings):
    settings.WAYHOME_INTAKE_AT_ONCE = 1

    def fails(_request):
        raise durable.NotYetDurable

    intake = patience.IntakeMiddleware(fails)
    for _turn in range(2):
        with pytest.raises(durable.NotYetDurable):
            intake(REPORT)


def test_whatever_is_no_report_needs_no_turn(settings):
    settings.WAYHOME_INTAKE_AT_ONCE = 0

    assert patience.IntakeMiddleware(lambda _request: HttpResponse())(LOOK).status_code == 200
