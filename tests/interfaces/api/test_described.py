"""The API is what it says it is: its own description, tried with made-up calls by many roles.

Calls are made from the description, right and wrong ones, and each answer must be one that the
description promises: no fault of the service, no undocumented status, the right content type,
the right shape, and nothing accepted that the description forbids.
"""

import hypothesis
import pytest
import schemathesis
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections, connection
from hypothesis import strategies as st
from schemathesis.specs.openapi import checks
from tests.interfaces.api.calling import START, after, iso, reported

from wayhome.interfaces.api.v1.schemas import (
    answers,
    children,
    episodes,
    found,
    interviews,
    lookups,
    protection,
    reports,
    response,
    risk,
    search,
    support,
)
from wayhome.platform import clock

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/openapi.json"
ROLES = ("asha", "tomas", "callum", "northmoor-system", "nadia", "leon", "joss", "ben", "isla")
LONG = 60  # characters
RIGHT, WRONG = 5, 3  # calls to each operation, each by somebody in one of the roles
# A description cannot say that a time must not be in the future, nor what is not known to whom.
NOT_CHECKED = [checks.positive_data_acceptance]


@pytest.fixture
def described(known, client):
    """The description, from the service itself, which leaves the test's transaction open."""
    assert known  # Django's own test client, which made these, listens again after each call
    document = client.get(ADDRESS).json()
    told = (signals.request_started, signals.request_finished)
    for each in told:
        each.disconnect(close_old_connections)
    yield document
    for each in told:
        each.connect(close_old_connections)


def _tried(document, *, longest):
    """The description, to be tried with texts no longer than this; None is whatever length.

    How long a text may be is put into its pattern, and one of ten thousand characters is taken
    apart for half a second each time. That a longer one is refused is tested beside.
    """
    tried = schemathesis.openapi.from_dict(_shortened(document, longest=longest))
    tried.app, tried.location = WSGIHandler(), ADDRESS
    return tried


def _shortened(part, *, longest):
    if isinstance(part, list):
        return [_shortened(each, longest=longest) for each in part]
    if not isinstance(part, dict):
        return part
    is_long = isinstance(length := part.get("maxLength"), int) and length > LONG
    kept = {key: each for key, each in part.items() if not (is_long and key == "maxLength")}
    said = {key: _shortened(each, longest=longest) for key, each in kept.items()}
    return {**said, "maxLength": longest} if is_long and longest else said


@pytest.fixture
def known(callers):
    """What can be put in each place of a path: references and identifiers that there are."""
    one, other = reported(callers, key="one"), reported(callers, key="other")
    _bring_home(callers, f"/episodes/{other}")
    found = {"reference": [one, other], "step_id": [], "duty_id": [], "offer_id": []}
    for reference in (one, other):
        read = callers.read("tomas", f"/episodes/{reference}", at=after(8))
        found["step_id"] += [step["id"] for step in read["response"]["steps"]]
        found["duty_id"] += [duty["id"] for duty in read["response"]["duties"]]
        found["offer_id"] += [offer["id"] for offer in read["interview_offers"]["offers"]]
    found["notice_id"] = [each["id"] for each in callers.read("gwen", "/notices")["notices"]]
    found["agency_id"] = [str(each) for each in callers.cast.agencies.values()]
    found["child"] = [read["child"]["reference"]]
    return found


def _bring_home(callers, here):
    for who, level in (("tomas", "medium"), ("nadia", "high")):
        body = {"level": level, "reasons": "Reasons"}
        callers.done(who, f"{here}/assessments", body, at=after(1))
    callers.done("joss", f"{here}/returned", {"at": iso(after(6)), "to": "home"}, at=after(6))
    provider = {"provider_id": str(callers.cast.agencies["Homeward Voices"])}
    callers.done("priya", f"{here}/interview-referrals", provider, at=after(7))
    offered = {"at": iso(after(7)), "how": "by telephone"}
    callers.done("ben", f"{here}/interview-offers", offered, at=after(7))


@pytest.mark.parametrize(
    ("mode", "times", "longest"),
    [
        (schemathesis.GenerationMode.POSITIVE, RIGHT, LONG),
        (schemathesis.GenerationMode.NEGATIVE, WRONG, None),
    ],
    ids=["right calls", "wrong calls"],
)
def test_every_answer_is_one_that_the_description_promises(
    callers, described, known, mode, times, longest
):
    tokens = {role: callers.token(role) for role in ROLES}
    for result in _tried(described, longest=longest).get_all_operations():
        operation = result.ok()
        if mode is schemathesis.GenerationMode.NEGATIVE and not _can_be_wrong(operation):
            continue
        places = known if mode is schemathesis.GenerationMode.POSITIVE else {}
        _try(operation.as_strategy(generation_mode=mode), times, tokens=tokens, known=places)


def _try(calls, times, *, tokens, known):
    @hypothesis.settings(
        max_examples=times,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=calls, role=st.sampled_from(ROLES), chosen=st.data())
    def attempt(case, role, chosen):
        for name in case.path_parameters or {}:
            there = known.get("child" if "children" in case.path else name)
            if there:
                case.path_parameters[name] = chosen.draw(st.sampled_from(there))
        headers = {"Authorization": f"Bearer {tokens[role]}"}
        with clock.at(after(9)):
            case.call_and_validate(headers=headers, excluded_checks=NOT_CHECKED)
        with connection.cursor() as cursor:  # what a commit would have refused
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")

    attempt()


def _can_be_wrong(operation):
    return bool(operation.body) or any(
        parameter.location.name in ("QUERY", "HEADER") for parameter in operation.iter_parameters()
    )


def test_the_description_is_openapi_3_1_in_plain_words(client):
    document = client.get(ADDRESS).json()

    assert document["openapi"].startswith("3.1")
    assert document["servers"]
    assert document["components"]["securitySchemes"]["PractitionerToken"]["scheme"] == "bearer"
    operations = [
        operation for methods in document["paths"].values() for operation in methods.values()
    ]
    assert all(each["summary"] and each["description"].endswith(".") for each in operations)
    assert all({"400", "404", "422"} <= set(each["responses"]) for each in operations)
    assert len({each["operationId"] for each in operations}) == len(operations)


def test_the_example_of_a_missing_report_is_taken(callers, client):
    document = client.get(ADDRESS).json()
    operation = document["paths"]["/api/v1/missing-reports"]["post"]
    [example] = operation["requestBody"]["content"]["application/json"]["examples"].values()

    with clock.at(START):
        callers.done("joss", "/missing-reports", example["value"], Idempotency_Key="k")


def test_no_two_shapes_share_a_name():
    modules = (answers, children, episodes, found, interviews, lookups, reports, response)
    modules += (protection, risk, search, support)
    names = [
        name
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__ == module.__name__
    ]
    shared = {name for name in names if names.count(name) > 1}

    assert shared <= {"Asked"}  # one is of a query, which has no name in the description
