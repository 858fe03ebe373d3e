"""Notices of the highest urgency while recipients refuse at random and the worker is killed.

Nobody acknowledges anything. Each such notice must reach its post or climb; what is said to have
gone must have arrived; what was set aside must stand as somebody's duty.
"""

import random
import time
import uuid
from collections.abc import Collection
from dataclasses import asdict, dataclass

import psycopg

from chaos import load, recipients, setting_up, storm
from chaos.asking import Asker
from chaos.house import BACKEND, House

CALLER = "asha"
YOUNG = 9  # years: such a report starts at the highest level
REPORT_EVERY = 3.0  # seconds
KILL_EVERY = 6.0
CLIMBS_AFTER = 5 * 60
SETTLES = 150  # seconds after which the last of them must have climbed
TARGETS = {"worker": 3, BACKEND: 2, "database": 1}
CRITICAL = """
SELECT count(*) AS owed,
  count(*) FILTER (WHERE delivered_at IS NOT NULL) AS delivered,
  count(*) FILTER (WHERE delivered_at IS NULL AND EXISTS (
    SELECT FROM response_escalation e WHERE e.about = n.id)) AS escalated
FROM response_notice n
WHERE acknowledge_by - recorded_at <= interval '5 minutes'
  AND acknowledge_by < now() - interval '2 minutes'
"""
WENT = "SELECT id::text FROM messaging_message WHERE sent_at IS NOT NULL"
ASIDE = """
SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (
  SELECT FROM response_duty d
  WHERE d.kind = 'stopped_message' AND split_part(d.key, ':', 1) = m.about::text))
FROM messaging_message m WHERE quarantined_at IS NOT NULL AND says = 'notice'
"""
STUCK = """
SELECT count(*) FROM messaging_message
WHERE taken_at < now() - interval '150 seconds'
  AND sent_at IS NULL AND stopped_at IS NULL AND quarantined_at IS NULL
"""
TWICE = """
SELECT count(*) FROM (
  SELECT FROM response_notice GROUP BY episode_id, post_id, key HAVING count(*) > 1) AS twice
"""


@dataclass(slots=True)
class Carried:
    """What became of the notices, and of the messages about them."""

    reports: int = 0
    kills: int = 0
    owed: int = 0
    delivered: int = 0
    escalated: int = 0
    went: int = 0
    went_and_never_arrived: int = 0
    arrived_again: int = 0
    set_aside: int = 0
    set_aside_and_nobody_asked: int = 0
    stuck: int = 0
    shown_twice: int = 0
    control_found: int = 0
    seconds: float = 0.0

    def is_well(self) -> bool:
        """Whether each reached its post or climbed, nothing was lost, and a loss would be found."""
        return (
            0 < self.owed == self.delivered + self.escalated
            and not self.went_and_never_arrived
            and not self.set_aside_and_nobody_asked
            and not self.stuck
            and not self.shown_twice
            and self.control_found > 0
        )

    def as_dict(self) -> dict[str, object]:
        """For printing."""
        return asdict(self)


def run(
    house: House, people: setting_up.People, *, mail_port: int, minutes: float, seed: int
) -> Carried:
    """Report and kill for so long; wait until the last notice must have climbed; count."""
    dice = random.Random(seed)  # chance that can be had again
    mail, partner = recipients.Mail(mail_port, dice=dice), recipients.Partner(dice=dice)
    for each in (mail, partner):
        each.start()
    setting_up.webhooks(partner.port)
    carried, began = Carried(), time.monotonic()
    try:
        _work(house, people, carried, dice=dice, until=began + minutes * 60)
        house.wait_until_up()
        time.sleep(CLIMBS_AFTER + SETTLES)  # what climbs does so by the real clock
        _count(house, carried, arrived={**mail.arrived, **partner.arrived})
    finally:
        for each in (mail, partner):
            each.stop()
    carried.arrived_again = sum(
        times - 1 for each in (mail, partner) for times in each.arrived.values()
    )
    carried.seconds = round(time.monotonic() - began, 1)
    return carried


def _work(
    house: House,
    people: setting_up.People,
    carried: Carried,
    *,
    dice: random.Random,
    until: float,
) -> None:
    reporter = load.Hand(lambda: _report(house, people, carried), pause=REPORT_EVERY)
    reporter.start()
    while time.monotonic() < until:
        time.sleep(dice.uniform(0.5, 1.5) * KILL_EVERY)  # between two kills there is work
        carried.kills += storm.kill_one(house, TARGETS, dice=dice) is not None
    reporter.stop()


def _report(house: House, people: setting_up.People, carried: Carried) -> None:
    key = str(uuid.uuid4())
    said = load.report(key, council_id=people.councils[load.COUNCIL_OF[CALLER]], age=YOUNG)
    Asker(house.port, people.callers[CALLER]).post(load.REPORTS, said, key=key)
    carried.reports += 1


def _count(house: House, carried: Carried, *, arrived: Collection[str]) -> None:
    with psycopg.connect(house.database.address()) as line:
        carried.owed, carried.delivered, carried.escalated = _row(line, CRITICAL)
        went = {str(name) for (name,) in line.execute(WENT)}
        carried.set_aside, carried.set_aside_and_nobody_asked = _row(line, ASIDE)
        (carried.stuck,), (carried.shown_twice,) = _row(line, STUCK), _row(line, TWICE)
    carried.went = len(went)
    carried.went_and_never_arrived = len(went - set(arrived))
    carried.control_found = len(went - (set(arrived) - set(sorted(went)[:1])))


def _row(line: "psycopg.Connection[tuple[object, ...]]", question: str) -> tuple[int, ...]:
    row = line.execute(question).fetchone() or ()
    return tuple(int(str(each)) for each in row)
