"""One report, sent by fifty at once under one key while something is killed.

It must be one report, and everybody must get the same answer, to the byte.
"""

import random
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from http import HTTPStatus

import psycopg

from chaos import load, setting_up
from chaos.asking import Asker, NotAnswered
from chaos.house import House

CLIENTS = 50
CALLER = "asha"
KILLED = ("backend", "database", "pages", "nothing")
WITHIN = 1.5  # seconds after the start of the race
COUNT = "SELECT count(*) FROM intake_missingreport WHERE police_reference = %s"


@dataclass(slots=True)
class Raced:
    """What became of every race."""

    races: int = 0
    kills: int = 0
    clients: int = 0
    received_to_follow: int = 0
    answers_that_differ: int = 0
    not_one_report: int = 0
    unanswered: int = 0
    seconds: float = 0.0

    def is_well(self) -> bool:
        """Whether each race made one report and gave everybody one answer."""
        return self.races > 0 and not (
            self.answers_that_differ + self.not_one_report + self.unanswered
        )

    def as_dict(self) -> dict[str, object]:
        """For printing."""
        return asdict(self)


def run(house: House, people: setting_up.People, *, times: int, seed: int) -> Raced:
    """Race so often. What is killed comes back before the next race."""
    raced, dice = Raced(), random.Random(seed)  # chance that can be had again
    asker = Asker(house.port, people.callers[CALLER])
    council_id = people.councils[load.COUNCIL_OF[CALLER]]
    began = time.monotonic()
    for _turn in range(times):
        key = str(uuid.uuid4())
        said = load.report(key, council_id=council_id)
        with _something_killed(house, raced, dice=dice):
            answers = _at_once(asker, said, key=key)
        house.wait_until_up()
        _judge(house, asker, answers, key=key, raced=raced)
    raced.seconds = round(time.monotonic() - began, 1)
    return raced


def _at_once(asker: Asker, said: dict[str, object], *, key: str) -> list[object]:
    """What each of the fifty was answered; None for who gave up."""
    start = threading.Barrier(CLIENTS)

    def send() -> object:
        start.wait()
        with suppress(NotAnswered):
            answer = asker.post(load.REPORTS, said, key=key)
            return answer.body if answer.code == HTTPStatus.CREATED else HTTPStatus.ACCEPTED
        return None

    with ThreadPoolExecutor(CLIENTS) as hands:
        return [each.result() for each in [hands.submit(send) for _ in range(CLIENTS)]]


@contextmanager
def _something_killed(house: House, raced: Raced, *, dice: random.Random) -> Iterator[None]:
    name, after, chosen = dice.choice(KILLED), dice.uniform(0, WITHIN), dice.random()
    killing = threading.Timer(after, lambda: _kill(house, name, chosen=chosen))
    killing.start()
    raced.kills += name != "nothing"
    try:
        yield
    finally:
        killing.join()


def _kill(house: House, name: str, *, chosen: float) -> None:
    if name == "database":
        house.database.kill()
    elif name == "pages":
        house.pages.kill()
    elif name == "backend":
        with suppress(psycopg.OperationalError):
            house.database.kill_a_backend(chosen)


def _judge(house: House, asker: Asker, answers: list[object], *, key: str, raced: Raced) -> None:
    """One report in the tables, and one answer: also to those who were told that it follows."""
    raced.races += 1
    raced.clients += len(answers)
    raced.unanswered += answers.count(None)
    raced.received_to_follow += answers.count(HTTPStatus.ACCEPTED)
    kept = load.followed(asker, key).body
    given = {each for each in answers if isinstance(each, bytes)}
    raced.answers_that_differ += len(given | {kept}) - 1
    with psycopg.connect(house.database.address()) as line:
        raced.not_one_report += line.execute(COUNT, [key]).fetchone() != (1,)
