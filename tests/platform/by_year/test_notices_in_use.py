"""Parts of the notices are made while others tell: none is refused, whatever they hold."""

import threading
import time

from django.db import connection
from tests.platform.by_year.test_by_year import asked
from tests.platform.by_year.test_notices import an_episode, of_year, told

from wayhome.platform import by_year, clock
from wayhome.platform.models import new_id
from wayhome.platform.row_security import transactions
from wayhome.records.episodes.models import Episode

WHERE = """
SELECT tableoid::regclass::text, count(*) FROM response_notice WHERE episode_id = %s GROUP BY 1
"""


class Writers:
    """Others who tell of an absence and mark it, each in its own order, until told to stop."""

    def __init__(self, episode):
        self.episode, self.told, self.refused = episode, 0, []
        self.are_to_stop = threading.Event()
        self.hands = [threading.Thread(target=self._write, args=(each,)) for each in (0, 1)]

    def _write(self, hand):
        try:
            while not self.are_to_stop.is_set():
                with transactions.step():
                    for turn in (hand, 1 - hand):
                        (self._tell, self._mark)[turn](hand)
                        self.are_to_stop.wait(0.002)  # it holds the one and wants the other
        except Exception as refused:  # noqa: BLE001  # said by the test
            self.refused.append(refused)
        finally:
            connection.close()

    def wait_for(self, more):
        enough, ends = self.told + more, time.monotonic() + 30
        while self.told < enough and not self.refused and time.monotonic() < ends:
            time.sleep(0.01)  # what others have told is counted, and nobody tells

    def _tell(self, hand):
        told(self.episode, key=f"{hand} {new_id()}")
        self.told += 1

    def _mark(self, _hand):
        Episode.objects.filter(id=self.episode.id).update(review_due_at=clock.now())


def test_notices_astray_are_moved_while_others_tell_and_hold_what_they_refer_to(
    fresh_database, as_owner
):
    del fresh_database
    with transactions.step():
        episode = of_year(an_episode(), 2012)
    writers = Writers(episode)
    for each in writers.hands:
        each.start()
    try:
        writers.wait_for(30)
        assert writers.refused == []
        with as_owner():
            assert by_year.settle() == 1
        writers.wait_for(30)
    finally:
        writers.are_to_stop.set()
        for each in writers.hands:
            each.join(30)

    assert writers.refused == []
    with as_owner():
        assert asked(WHERE, episode.id) == [("response_notice_2012", writers.told)]
