"""The page about the API is true: its examples are sent and read as they are printed."""

import itertools
import json
import re
import shlex
from string import Template

import pytest
from django.test import Client
from tests.interfaces.api import protecting
from tests.interfaces.api.calling import START, after

from wayhome.config import places
from wayhome.interfaces.api.v1 import problems
from wayhome.platform import clock
from wayhome.records.children.models import Child
from wayhome.records.protection import queries

pytestmark = pytest.mark.django_db
PAGE = (places.PACKAGE.parents[1] / "docs" / "api.md").read_text()
ADDRESS = "http://testserver"


def printed(language):
    return re.findall(rf"```{language}\n(.*?)\n```", PAGE, re.DOTALL)


def send(command, *, at=START, **values):
    """Send what the printed curl command would send."""
    words = shlex.split(Template(command.replace("\\\n", " ")).substitute(values))
    pairs = list(itertools.pairwise(words))
    headers = dict(value.split(": ", 1) for flag, value in pairs if flag == "-H")
    [body] = [value for flag, value in pairs if flag == "-d"]
    [address] = [word for word in words if word.startswith(ADDRESS)]
    content_type = headers.pop("Content-Type")
    with clock.at(at):
        return Client().post(
            address.removeprefix(ADDRESS), body, content_type=content_type, headers=headers
        )


def the_call(to):
    [command] = [each for each in printed("bash") if each.startswith("curl") and to in each]
    return command


def test_the_one_call_on_the_page_reports_a_child(callers):
    command = the_call("missing-reports")
    values = {
        "WAYHOME_ADDRESS": ADDRESS,
        "WAYHOME_TOKEN": callers.token("joss"),
        "REPORT_KEY": "8c1d",
    }

    first, again = send(command, **values), send(command, **values)

    assert first.status_code == 201, first.content
    assert first.content == again.content
    shown, _problem = (json.loads(each) for each in printed("json"))
    assert shown.keys() == first.json().keys()
    assert len(shown["reference"]) == len(first.json()["reference"])


def test_the_problem_on_the_page_is_the_one_that_is_answered(callers):
    command = the_call("missing-reports")
    late = command.replace('"why_worried"', '"last_seen_at": "2026-04-01T00:00:00Z", "why_worried"')
    values = {
        "WAYHOME_ADDRESS": ADDRESS,
        "WAYHOME_TOKEN": callers.token("joss"),
        "REPORT_KEY": "9d2e",
    }

    _shown, problem = (json.loads(each) for each in printed("json"))

    assert send(late, **values).json() == problem


def test_the_seal_on_the_page_is_lifted_once_another_agency_agrees(callers):
    child = protecting.missing(callers)
    seal = protecting.seal(callers, child)
    values = {"WAYHOME_ADDRESS": ADDRESS, "WAYHOME_TOKEN": callers.token("leon")}

    asked = send(the_call("/lift"), **values, CHILD=child, SEAL=seal, at=after(2))

    assert asked.status_code == 201, asked.content
    assert asked.json().keys() == {"made_id"}
    agree = f"/children/{child}/protection/asked/{asked.json()['made_id']}/agree"
    assert callers.post("leon", agree, at=after(3)).status_code == 409
    assert queries.seals_on(Child.objects.get(reference=child).id)
    callers.done("dina", agree, at=after(3))
    assert not queries.seals_on(Child.objects.get(reference=child).id)


def test_every_status_of_a_problem_is_on_the_page():
    rows = set(re.findall(r"^\| (\d{3}) \|", PAGE, re.MULTILINE))

    assert rows == {str(kind.status) for kind in problems.KINDS}
