"""One program of the service: how it is started, watched, started again and stopped.

Times are in seconds.
"""

import contextlib
import http.client
import logging
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from wayhome.platform import ending

STOP_WITHIN = 20
TOO_OFTEN = 5  # ends of the pages, one soon after another, before the service gives up
LONGEST_PAUSE = 60  # before a program that keeps ending is started again
STEADY_AFTER = 60  # a program that ran so long has not failed at its start
ASKED_EVERY = 5
ANSWERS_WITHIN = 2
UNHEARD_FOR = 60  # of a program that once answered; then it hangs, and is ended
NO_PULSE_FOR = 600  # of one that comes round to its work: what it has in hand may take minutes
NOT_FOR_CHILDREN = "NOTIFY_SOCKET"  # the supervisor alone speaks to systemd
LIVE = "/health/live"

log = logging.getLogger("wayhome.serve")


class Program:
    """One process of the service and how it is started again.

    `gives_up` says whether the whole service ends when this program will not stay up. The worker
    never brings the pages down: it is started again, after growing pauses, for ever. One that
    `answers` at an address is ended where it has answered and then does not for a minute; one that
    touches its `pulse` each time it comes round, where it has and then does not for ten.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        gives_up: bool,
        answers: tuple[str, int] | None = None,
        pulse: Path | None = None,
    ):
        self.name = name
        self.command = command
        self.gives_up = gives_up
        self.answers = answers
        self.pulse = pulse
        self.ends = 0
        self.starts_at: float | None = None
        self.start()

    def start(self) -> None:
        """Start it, in its own group so that Ctrl-C reaches it only through us."""
        self.starts_at = None
        self.is_asked_to_end = False
        self.heard_at: float | None = None
        self.touched = self._touched()
        self.started = self.asked_at = time.monotonic()
        self.running = subprocess.Popen(
            self.command,
            start_new_session=True,
            preexec_fn=ending.with_parent,
            env=_without(os.environ, NOT_FOR_CHILDREN),
        )

    def keep_running(self) -> bool:
        """Start it again if it has ended, once its pause is over; false if it is given up."""
        if self.running.poll() is None:
            self._end_if_it_hangs()
            return True
        if self.starts_at is None:
            self._ended()
        if self.gives_up and self.ends >= TOO_OFTEN:
            log.critical("The %s ended %s times, one soon after another.", self.name, self.ends)
            return False
        if self.starts_at is None or time.monotonic() >= self.starts_at:
            self.start()
        return True

    def _ended(self) -> None:
        """Clear up after it, say so, and set when it starts again; at once after its first end."""
        self._clear_group()
        if self.is_asked_to_end:
            self.starts_at = time.monotonic()
            return
        steady = time.monotonic() - self.started > STEADY_AFTER
        self.ends = 1 if steady else self.ends + 1
        pause = min(2.0 ** min(self.ends - 1, 10) - 1, LONGEST_PAUSE)
        log.error(self._lament(pause), extra={"facts": {"program": self.name, "ends": self.ends}})
        self.starts_at = time.monotonic() + pause

    def _lament(self, pause: float) -> str:
        ended = f"The {self.name} ended (code {self.running.returncode})."
        if self.gives_up or self.ends == 1:
            return ended
        return (
            f"{ended} IT HAS NOW FAILED {self.ends} TIMES: while it is down no message is sent "
            f"and nothing unanswered climbs. It is started again after {pause:.0f} s."
        )

    def _end_if_it_hangs(self) -> None:
        """Ask now and then whether it lives; whatever it answers is an answer."""
        now = time.monotonic()
        if now - self.asked_at < ASKED_EVERY:
            return
        self.asked_at = now
        patience = UNHEARD_FOR if self.answers else NO_PULSE_FOR
        if self._is_heard():
            self.heard_at = now
        elif self.heard_at is not None and now - self.heard_at > patience:
            log.error("The %s was not heard of for %s s, and is ended.", self.name, patience)
            self.running.kill()

    def _is_heard(self) -> bool:
        if self.answers is not None:
            return is_answered(*self.answers)
        before, self.touched = self.touched, self._touched()
        return self.touched != before

    def _touched(self) -> int:
        """When it last came round, as its file says; 0 where it has none or has not yet."""
        with contextlib.suppress(OSError):
            return self.pulse.stat().st_mtime_ns if self.pulse else 0
        return 0

    def renew(self) -> None:
        """Have it begin again with what its files now say; pages go on answering meanwhile."""
        if self.answers is not None:
            self.running.send_signal(signal.SIGHUP)
            return
        self.is_asked_to_end = True
        self.let_go()

    def let_go(self) -> None:
        """Ask it to finish what it is doing."""
        self.running.terminate()

    def stop(self) -> None:
        """Wait until it has finished; insist after a while."""
        try:
            self.running.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.wait()
        self._clear_group()

    def _clear_group(self) -> None:
        """End what it started and left behind, which would go on answering on the port."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)


def is_answered(host: str, port: int) -> bool:
    """Whether anything, even a refusal, is answered there in time."""
    asked = http.client.HTTPConnection(host, port, timeout=ANSWERS_WITHIN)
    try:
        asked.request("GET", LIVE)
        asked.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()
    return True


def _without(environment: Mapping[str, str], name: str) -> dict[str, str]:
    return {each: value for each, value in environment.items() if each != name}
