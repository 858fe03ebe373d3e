"""`wayhome serve` answers, starts again what was killed, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from tests.foundation import databases
from tests.foundation.mail import free_port

from wayhome.config import serving

PATIENCE = 30  # seconds


def answers(port: int) -> bool:
    """Whether anything, even a refusal, is answered within the time a start may take."""
    pause = threading.Event()
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/static/build/wayhome.css").close()
        except urllib.error.HTTPError as refused:
            refused.close()
        except OSError:
            pause.wait(0.1)
            continue
        return True
    return False


def children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(each) for each in listed]


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def served(fresh_database, port):
    """The service on a free port, without its worker."""
    command = ["serve", "--no-worker", "--port", str(port), "--workers", "1"]
    environment = {
        **os.environ,
        "WAYHOME_DATABASE_URL": databases.address_of(fresh_database),
        "WAYHOME_DATABASE_ROLE": "restricted",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "wayhome.config.command", *command],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        yield running
        running.kill()


def test_it_stops_in_order_when_told_to(served, port):
    assert answers(port)

    served.send_signal(signal.SIGTERM)

    assert served.wait(PATIENCE) == 0
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/")


def test_pages_that_were_killed_come_back(served, port):
    assert answers(port)
    (pages,) = children_of(served.pid)

    os.kill(pages, signal.SIGKILL)

    assert "The pages ended" in served.stdout.readline()
    assert answers(port)


def kept_running(program: serving.Program, *, ends: int) -> bool:
    """Whether a program that ends at once is still kept running after it has ended so often."""
    pause, until = threading.Event(), time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if not program.keep_running():
            return False
        if program.ends >= ends:
            return True
        pause.wait(0.02)
    raise AssertionError("it did not end so often in good time")


@pytest.mark.parametrize(("gives_up", "goes_on"), [(False, True), (True, False)])
def test_a_worker_that_keeps_failing_is_started_for_ever_and_pages_are_given_up(
    monkeypatch, capsys, gives_up, goes_on
):
    monkeypatch.setattr(serving, "LONGEST_PAUSE", 0.05)
    failing = serving.Program("program", [sys.executable, "-c", "exit(7)"], gives_up=gives_up)

    assert kept_running(failing, ends=serving.TOO_OFTEN + 2) is goes_on

    failing.ends = 5000
    failing.keep_running()
    failing.let_go()
    failing.stop()
    assert "The program ended (code 7)." in capsys.readouterr().err


def test_the_pause_before_a_failing_worker_is_started_again_grows_and_is_said(monkeypatch, capsys):
    monkeypatch.setattr(serving, "LONGEST_PAUSE", 2)
    failing = serving.Program("worker", [sys.executable, "-c", "exit(7)"], gives_up=False)

    kept_running(failing, ends=3)

    failing.let_go()
    failing.stop()
    said = capsys.readouterr().err.splitlines()
    assert [line.count("no message is sent") for line in said] == [0, 1, 1]
    assert said[1].endswith("It is started again after 1 s.")
    assert said[2].endswith("It is started again after 2 s.")


@pytest.mark.usefixtures("served")
def test_a_taken_port_is_named(port):
    assert answers(port)

    second = subprocess.run(
        [sys.executable, "-m", "wayhome.config.command", "serve", "--port", str(port)],
        env={**os.environ, "WAYHOME_DATABASE_ROLE": "restricted"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert second.returncode == 1
    assert f"Port {port} is taken" in second.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "wayhome.example", ""])  # noqa: S104  # each must be refused
def test_where_people_are_chosen_the_pages_are_for_this_machine_alone(host):
    with pytest.raises(serving.OpenToAnybodyError, match="anybody may sign in as anybody"):
        serving.serve(["--host", host, "--no-worker"])


@pytest.mark.parametrize("host", ["0.0.0.0", "wayhome.example"])  # noqa: S104  # each is allowed
def test_where_people_sign_in_any_address_may_be_served(settings, host):
    settings.WAYHOME_SIGN_IN_BY_CHOICE = False

    assert serving._options(["--host", host]).host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.0.0.5"])
def test_this_machine_may_always_be_served(host):
    assert serving._options(["--host", host]).host == host
