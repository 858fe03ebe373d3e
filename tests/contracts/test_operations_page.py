"""Whoever is on call finds on the page whatever can be amiss, and each command there exists."""

import re

import pytest
from tests.contracts import files
from tests.contracts.test_settings_listed import asked, listed

from wayhome.config import command
from wayhome.interfaces.jobs import keys, messages
from wayhome.platform.amiss.reasons import MEANING, Amiss

DOCS = files.ROOT / "docs"
OPERATIONS, DEPLOY = DOCS / "operations.md", DOCS / "deploy.md"
UNITS = sorted((files.ROOT / "deploy" / "systemd").glob("*.service"))
ROW = re.compile(r"^\| `(\w+)` \| (.+) \| (.+) \|$", re.MULTILINE)
COMMAND = re.compile(r"(?:^|[`/ ])wayhome ([a-z][a-z-]*)\b(?! *[:(])", re.MULTILINE)
SETTING = re.compile(r"\bWAYHOME_[A-Z_]+")
HARDENED = (
    "NoNewPrivileges=true", "ProtectSystem=strict", "CapabilityBoundingSet=", "PrivateTmp=true",
    "UMask=0077", "User=wayhome", "LimitCORE=0",
)  # fmt: skip


def text_of(page):
    return page.read_text(encoding="utf-8")


def commands_on(page):
    """The commands that the page gives, inside code."""
    code = re.findall(r"```.*?```|`[^`\n]+`", text_of(page), re.DOTALL)
    return {found for piece in code for found in COMMAND.findall(piece)}


def rows():
    return {code: (means, do) for code, means, do in ROW.findall(text_of(OPERATIONS))}


def test_each_thing_that_can_be_amiss_has_its_row_gravest_first_and_no_other_has():
    codes = [code for code in rows() if code in set(Amiss)]

    assert sorted(codes) == sorted(Amiss)
    assert codes.index("database_away") < codes.index("worker_away") < codes.index("mail_away")
    assert set(rows()) == set(Amiss)


@pytest.mark.parametrize("amiss", Amiss)
def test_each_row_says_what_it_means_and_what_to_do(amiss):
    means, do = rows()[amiss]

    assert len(means.split()) >= 5
    assert len(do.split()) >= 5
    assert MEANING[amiss].says.endswith(".")


@pytest.mark.parametrize("page", [OPERATIONS, DEPLOY], ids=lambda page: page.name)
def test_each_command_on_the_page_exists(page):
    found = commands_on(page)

    assert {"keys", "invite"} <= found
    assert found - {*command.COMMANDS, *command.JOBS} == set()


@pytest.mark.parametrize(
    ("job", "given"), [(messages, ["show"]), (messages, ["again"]), (keys, ["rotate"])]
)
def test_what_a_command_is_told_on_the_page_it_knows(job, given):
    with pytest.raises(SystemExit) as ended:
        job.main([*given, "--help"])

    assert ended.value.code == 0


@pytest.mark.parametrize("page", [OPERATIONS, DEPLOY], ids=lambda page: page.name)
def test_each_setting_on_the_page_is_one_that_is_read(page):
    named = set(SETTING.findall(text_of(page)))

    assert named
    assert named <= asked() | listed()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_each_unit_gives_a_command_that_exists_and_may_do_little(unit):
    text = text_of(unit)
    [given] = re.findall(r"^ExecStart=/opt/wayhome/bin/wayhome ([\w-]+)$", text, re.MULTILINE)

    assert given in command.COMMANDS
    assert [each for each in HARDENED if f"\n{each}\n" not in text] == []


def test_the_unit_of_the_service_is_reloaded_watched_and_stopped_in_time():
    text = text_of(files.ROOT / "deploy" / "systemd" / "wayhome.service")

    assert "Type=notify" in text
    assert "ExecReload=/bin/kill -HUP $MAINPID" in text
    assert re.search(r"^WatchdogSec=\d+$", text, re.MULTILINE)
    assert re.search(r"^ReadWritePaths=/srv/wayhome-journal$", text, re.MULTILINE)


def test_the_proxy_speaks_http_2_and_holds_nothing_of_the_stream_back():
    text = text_of(files.ROOT / "deploy" / "nginx" / "wayhome.conf")
    [stream] = re.findall(r"location = /stream \{(.*?)\}", text, re.DOTALL)

    assert "listen 443 ssl http2;" in text
    assert "proxy_buffering off;" in stream
    assert "access_log off;" in text
    assert "X-Request-Id $request_id" in text
