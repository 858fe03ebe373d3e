"""Whether how long an answer takes tells that a sealed record exists.

For each way of asking, so many pairs: of a child whose record is sealed, and of one nobody knows,
in random order. Two samples that could be of one distribution (Kolmogorov-Smirnov, p > 0.01) tell
nothing; the same asked with a delay planted for the sealed child must be told apart, or the measure
measures nothing. Run by `script/sealed`, against the database of the tests.
"""

import json
import os
import random
import time
import uuid
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import Client
from scipy import stats
from tests.journey import world

from wayhome.journey import partnership_formed
from wayhome.platform import clock, references
from wayhome.records.children.models import Child
from wayhome.records.protection import actions
from wayhome.rules import matching
from wayhome.rules.vocabulary import SealKind

pytestmark = pytest.mark.django_db
PAIRS = int(os.environ.get("WAYHOME_PAIRS", "2000"))
WAYS = os.environ.get("WAYHOME_WAYS", "search open introduce report").split()
TELLS_NOTHING = 0.01
DELAY = 0.002  # seconds, planted
BORN = date(2011, 5, 5)
WARM = 20


def named(number):
    """A name of the same length for every number."""
    letters = "abcdefghij"
    return "Z" + "".join(letters[int(digit)] for digit in f"{number:06d}")


class Asker:
    """Somebody with no part in any of these children, and what they ask of one."""

    def __init__(self, cast):
        self.token = partnership_formed.token(
            cast.people["tariq"], label="x", now=world.START, lasts=timedelta(days=3650)
        )
        self.council = str(cast.agencies["Eastvale County Council"])
        self.client = Client()

    def post(self, path, body):
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": uuid.uuid4().hex}
        return self.client.post(
            f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers
        )

    def search(self, child):
        body = {"given_name": child[0], "family_name": "Sealed", "date_of_birth": str(BORN)}
        return self.post("/children/look-up", body)

    def introduce(self, child):
        about = {"given_name": child[0], "family_name": "Sealed", "date_of_birth": str(BORN)}
        care = {"responsible_authority_id": self.council}
        return self.post("/children", {"child": about, "arrangement": care})

    def open(self, child):
        headers = {"Authorization": f"Bearer {self.token}", "Wayhome-Purpose": "search"}
        return self.client.get(f"/api/v1/children/{child[1]}", headers=headers)

    def report(self, child):
        about = {"given_name": child[0], "family_name": "Sealed", "date_of_birth": str(BORN)}
        return self.post(
            "/missing-reports",
            {
                "child": about,
                "reporter": {"name": "Somebody", "telephone": "01632 960001"},
                "why_worried": "Not home",
                "council_id": self.council,
            },
        )


EXPECTED = {"search": 200, "open": 404, "introduce": 201, "report": 201}


def a_sealed_child(cast, number):
    """Name and reference of a child whose record is sealed from whoever asks."""
    name = named(number)
    child = Child.objects.create(
        reference=references.new(),
        given_name=name,
        family_name="Sealed",
        given_folded=matching.folded(name),
        family_folded="sealed",
        date_of_birth=BORN,
        recorded_at=world.START,
    )
    by = cast.viewer("leon", now=world.START)
    actions.seal(
        child.id,
        SealKind.WITNESS,
        mark=uuid.uuid4(),
        why="x",
        named=[cast.people["dina"], cast.people["leon"]],
        by=by,
        at=world.START,
    )
    return name, child.reference


def seconds(ask, child, *, delay):
    """How long an answer takes; nothing that was asked for stays."""
    with transaction.atomic():
        began = time.perf_counter()
        answer = ask(child)
        if delay:
            time.sleep(delay)
        took = time.perf_counter() - began
        assert answer.status_code == EXPECTED[ask.__name__], answer.content
        transaction.set_rollback(True)
    return took


def measured(ask, pairs, *, delay=0.0):
    """The p-value that both are of one distribution, and the medians in milliseconds."""
    chance = random.Random(1)  # noqa: S311  # an order, not a secret
    took = {"sealed": [], "unknown": []}
    for number, (sealed, unknown) in enumerate(pairs):
        arms = [("sealed", sealed), ("unknown", unknown)]
        chance.shuffle(arms)
        for arm, child in arms:
            time_taken = seconds(ask, child, delay=delay if arm == "sealed" else 0.0)
            if number >= WARM:
                took[arm].append(time_taken)
    found = stats.ks_2samp(took["sealed"], took["unknown"])
    medians = {arm: 1000 * sorted(each)[len(each) // 2] for arm, each in took.items()}
    return found.pvalue, medians


def test_how_long_it_takes_tells_nothing():
    cast = world.assemble()
    sealed = [a_sealed_child(cast, number) for number in range(PAIRS + WARM)]
    unknown = [(named(500_000 + number), references.new()) for number in range(PAIRS + WARM)]
    pairs, asker = list(zip(sealed, unknown, strict=True)), Asker(cast)
    wrong = []
    with clock.at(world.after(1)):
        for name in WAYS:
            ask = getattr(asker, name)
            p, medians = measured(ask, pairs)
            planted, _ = measured(ask, pairs, delay=DELAY) if name != "report" else (0.0, {})
            print(  # noqa: T201  # what was measured
                f"{name}: {PAIRS} pairs, p = {p:.3f}, sealed {medians['sealed']:.2f} ms, "
                f"unknown {medians['unknown']:.2f} ms; with {1000 * DELAY:.0f} ms planted, "
                f"p = {planted:.1e}",
                flush=True,
            )
            wrong += [name] if p <= TELLS_NOTHING or planted > TELLS_NOTHING else []
    assert not wrong
