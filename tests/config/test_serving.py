"""`wayhome serve` answers, starts again what was killed, and leaves nothing behind."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg
import pytest
from tests.foundation import databases
from tests.foundation.mail import free_port
from tests.interfaces.pages import at_work

from wayhome.config import database, programs, serving, systemd
from wayhome.platform import embedded_postgres

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
        stdin=subprocess.DEVNULL,  # no terminal that could be closed
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


def test_told_to_begin_anew_it_does_and_goes_on_answering(served, port):
    assert answers(port)
    (pages,) = children_of(served.pid)
    before = children_of(pages)

    served.send_signal(signal.SIGHUP)

    assert "Begun anew" in served.stdout.readline()
    until(lambda: children_of(pages) and not set(children_of(pages)) & set(before))
    assert answers(port)
    assert children_of(served.pid) == [pages]


def test_it_stops_in_order_also_while_a_screen_is_open(served, port):
    assert answers(port)
    ines = at_work.Work().sign_in("ines")
    ines.get("/episodes/")
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with contextlib.closing(line):
        line.request("GET", "/stream", headers={"Cookie": ines.cookies.output([], "", ";").strip()})
        screen = line.getresponse()
        assert screen.readline() == b"event: beat\n"

        served.send_signal(signal.SIGTERM)

        assert served.wait(PATIENCE) == 0


def test_systemd_is_told_that_it_is_ready_lives_and_stops(tmp_path, monkeypatch, request):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(str(tmp_path / "notify"))
        told.settimeout(PATIENCE)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        served = request.getfixturevalue("served")
        heard = [told.recv(100)]
        while heard[-1] != b"READY=1":
            heard.append(told.recv(100))
        served.send_signal(signal.SIGTERM)
        while heard[-1] != b"STOPPING=1":
            heard.append(told.recv(100))

    assert set(heard) == {b"WATCHDOG=1", b"READY=1", b"STOPPING=1"}
    assert served.wait(PATIENCE) == 0


def test_where_nobody_asked_to_be_told_nothing_is_said(monkeypatch):
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)

    systemd.tell(systemd.READY)


def hangs_and_is_started_again(program, caplog):
    """Stop a program that was heard of, and wait until another in its place is."""
    try:
        until(lambda: program.keep_running() and program.heard_at is not None)
        hung = program.running.pid

        os.kill(hung, signal.SIGSTOP)

        until(lambda: program.keep_running() and program.running.pid != hung)
        until(lambda: program.keep_running() and program.heard_at is not None)
        assert "was not heard of" in caplog.text
    finally:
        program.let_go()
        program.stop()


def test_a_program_that_answered_and_hangs_is_ended_and_started_again(monkeypatch, caplog, port):
    monkeypatch.setattr(programs, "ASKED_EVERY", 0)
    monkeypatch.setattr(programs, "ANSWERS_WITHIN", 0.2)
    monkeypatch.setattr(programs, "UNHEARD_FOR", 0.1)
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    program = programs.Program("pages", command, gives_up=True, answers=("127.0.0.1", port))
    hangs_and_is_started_again(program, caplog)


def test_a_worker_that_comes_round_no_more_is_ended_and_started_again(
    monkeypatch, caplog, tmp_path
):
    monkeypatch.setattr(programs, "ASKED_EVERY", 0)
    monkeypatch.setattr(programs, "NO_PULSE_FOR", 1)
    comes_round = "import sys, time, pathlib\nwhile True:\n  pathlib.Path(sys.argv[1]).touch()"
    command = [sys.executable, "-c", f"{comes_round}; time.sleep(0.05)", str(tmp_path / "pulse")]
    program = programs.Program("worker", command, gives_up=False, pulse=tmp_path / "pulse")
    hangs_and_is_started_again(program, caplog)


def test_a_program_that_does_not_answer_yet_is_left_to_start(monkeypatch, port):
    monkeypatch.setattr(programs, "ASKED_EVERY", 0)
    monkeypatch.setattr(programs, "UNHEARD_FOR", 0)
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    program = programs.Program("pages", command, gives_up=True, answers=("127.0.0.1", port))
    slow = program.running.pid

    assert all(program.keep_running() for _ in range(5))
    assert program.running.pid == slow

    program.let_go()
    program.stop()


def test_a_database_of_our_own_that_was_killed_is_started_again_by_the_service():
    with tempfile.TemporaryDirectory(prefix="wayhome-mend-") as folder:
        Path(folder).chmod(0o755)
        state = Path(folder)
        embedded_postgres.ensure_running(state / "postgres")
        assert not database.mend(state)
        with psycopg.connect(
            embedded_postgres.url(state / "postgres", role=embedded_postgres.SUPERUSER)
        ) as line:
            [place] = line.execute("SHOW data_directory").fetchone()
        postmaster = int((Path(place) / "postmaster.pid").read_text().split()[0])

        os.kill(postmaster, signal.SIGKILL)

        assert database.mend(state)
        assert not database.mend(state)
        embedded_postgres.stop(state / "postgres")


def until(is_so):
    """Wait for something to be so. Fails where it is not in good time."""
    pause, ends = threading.Event(), time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < ends, "it was not so in good time"
        pause.wait(0.05)


def kept_running(program: programs.Program, *, ends: int) -> bool:
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
    monkeypatch, caplog, gives_up, goes_on
):
    monkeypatch.setattr(programs, "LONGEST_PAUSE", 0.05)
    failing = programs.Program("program", [sys.executable, "-c", "exit(7)"], gives_up=gives_up)

    assert kept_running(failing, ends=programs.TOO_OFTEN + 2) is goes_on

    failing.ends = 5000
    failing.keep_running()
    failing.let_go()
    failing.stop()
    assert "The program ended (code 7)." in caplog.text
    assert ("one soon after another" in caplog.text) is gives_up


def test_the_pause_before_a_failing_worker_is_started_again_grows_and_is_said(monkeypatch, caplog):
    monkeypatch.setattr(programs, "LONGEST_PAUSE", 2)
    failing = programs.Program("worker", [sys.executable, "-c", "exit(7)"], gives_up=False)

    kept_running(failing, ends=3)

    failing.let_go()
    failing.stop()
    said = caplog.messages
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
