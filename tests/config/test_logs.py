"""What is logged while people work, things fail and messages go holds nothing of anybody."""

import io
import json
import logging
import re

import pytest
from django.test import Client
from tests.interfaces.pages import at_work

from wayhome.config import answered, logs
from wayhome.interfaces.jobs import every_minute
from wayhome.interfaces.pages.mine import views
from wayhome.journey import time_passed
from wayhome.platform import apart
from wayhome.records.agencies.models import Post
from wayhome.records.episodes.models import Episode
from wayhome.records.practitioners.models import Practitioner

TYPED = {
    "reporter_name": "Sam Sample",
    "reporter_telephone": "01632 960003",
    "why_worried": "Not back and it is dark",
    "given_name": "Amira",
    "family_name": "Testerly",
    "type": "missing",
}


class Log:
    """Everything that is logged, as the service writes it and as it would be by default."""

    def __init__(self):
        self.written, self.by_default = io.StringIO(), io.StringIO()
        self.handlers = [
            _handler(self.written, logs.Lines()),
            _handler(self.by_default, logging.Formatter("%(name)s %(message)s")),
        ]

    def lines(self):
        """Each line that was written, read again."""
        return [json.loads(line) for line in self.written.getvalue().splitlines()]


def _handler(stream, formatter):
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    return handler


@pytest.fixture
def log():
    kept, root = Log(), logging.getLogger()
    before = root.level
    root.setLevel(logging.INFO)
    for handler in kept.handlers:
        root.addHandler(handler)
    yield kept
    for handler in kept.handlers:
        root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def work(db):
    del db
    return at_work.Work()


def goes_wrong(*_anything, **_else):
    raise ValueError("Amira Testerly of 12 Example Street")


def works_and_fails(work, monkeypatch):
    """A report, its page, wrong addresses, refusals, faults, the worker's turn; whom it told of."""
    joss, ines = work.sign_in("joss"), work.sign_in("ines")
    stranger = Client(raise_request_exception=False)
    for each in (joss, ines):
        each.raise_request_exception = False
    joss.post("/report/", {**TYPED, "submission_key": at_work.key()})
    reference = Episode.objects.get().reference
    for asked in (ines, stranger):
        asked.get(f"/episodes/{reference}/?purpose=Amira")
    ines.get("/episodes/Testerly/")
    ines.get("/Amira-Testerly?q=Beckside")
    stranger.get("/", headers={"Host": "amira-testerly.example"})
    stranger.generic("AMIRA", "/sign-in")
    stranger.get("/api/v1/episodes/" + reference, headers={"Authorization": "Bearer ines"})
    with monkeypatch.context() as broken:
        broken.setattr(views, "render", goes_wrong)
        ines.get("/episodes/")
    every_minute.Worker().turn()
    with apart.apart(reference):
        goes_wrong()
    told = told_of_anybody(reference)
    with monkeypatch.context() as broken:  # last: the worker lets go of a line that failed it
        broken.setattr(time_passed, "record", goes_wrong)
        every_minute.Worker().turn()
    return told


def told_of_anybody(reference):
    """Whatever of a person or a child must be in no log."""
    people = Practitioner.objects.values_list("username", "name")
    addresses = Post.objects.exclude(email="").values_list("email", flat=True)
    names = {each for pair in people for each in pair}
    typed = {each for each in TYPED.values() if each != "missing"}
    return names | set(addresses) | typed | {reference, "Testerly", "Example Street", "Beckside"}


def said_of(told, text):
    return sorted(each for each in told if re.search(rf"\b{re.escape(each)}\b", text, re.I))


def test_what_is_logged_of_an_evening_holds_nothing_of_anybody(work, log, monkeypatch):
    told = works_and_fails(work, monkeypatch)

    assert said_of(told, log.written.getvalue()) == []
    assert said_of(told, log.by_default.getvalue())  # the default would have told
    assert {"wayhome.answered", "wayhome.worker", "wayhome.apart", "django.request"} <= {
        line["logger"] for line in log.lines()
    }


def test_each_line_says_when_how_grave_by_whom_and_what(work, log, monkeypatch):
    works_and_fails(work, monkeypatch)

    assert all({"time", "level", "logger", "event"} <= line.keys() for line in log.lines())
    assert all(line["event"] for line in log.lines())


def test_an_answer_is_one_line_with_its_route_status_and_duration(work, log):
    work.sign_in("ines").get("/episodes/?sort=Amira")

    [line] = [line for line in log.lines() if line["logger"] == "wayhome.answered"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "episodes/", 200)
    assert line["took"] > 0
    assert re.fullmatch(r"[0-9a-f]{32}", line["request"])


def test_each_line_of_one_request_names_it_and_no_other_does(work, log):
    ines = work.sign_in("ines")
    ines.get("/nowhere")
    ines.get("/nowhere")
    logging.getLogger("wayhome.outside").warning("afterwards")

    first, again, *rest = _named_by_request(log.lines())
    assert first != again
    assert rest == [None]


def _named_by_request(lines):
    return list(dict.fromkeys(line.get("request") for line in lines))


@pytest.mark.parametrize(
    ("proxies", "said", "is_kept"),
    [(1, "a" * 32, True), (0, "a" * 32, False), (1, "Amira Testerly", False), (1, "", False)],
)
def test_the_name_of_a_request_is_the_proxys_only_where_it_can_name_nobody(
    rf, settings, proxies, said, is_kept
):
    settings.WAYHOME_PROXIES = proxies

    named = answered.request_id(rf.get("/", headers={"X-Request-Id": said}))

    assert (named == said) is is_kept
    assert re.fullmatch(r"[0-9a-f]{32}", named)


def test_a_fault_is_its_kind_and_places_and_never_its_message(log):
    try:
        goes_wrong()
    except ValueError:
        logging.getLogger("wayhome.test").exception("it failed")

    [line] = log.lines()
    assert (line["event"], line["fault"]) == ("it failed", "ValueError")
    assert line["places"][-1].endswith("goes_wrong")
    assert "Amira" not in json.dumps(line)


def test_at_a_terminal_the_same_is_one_line_to_read():
    record = logging.makeLogRecord(
        {"name": "wayhome.worker", "levelname": "INFO", "msg": "run", "facts": {"run": "look"}}
    )

    assert logs.Plain().format(record).endswith("INFO wayhome.worker: run run=look")


def test_health_and_static_files_write_no_line(log):
    Client().get("/health/live")

    assert log.lines() == []
