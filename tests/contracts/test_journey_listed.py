"""The journey is one file a step, listed in order; every deed a person may do is used."""

import ast
from pathlib import Path

from tests.contracts import files

from wayhome.journey import contents
from wayhome.rules import access

JOURNEY = files.SOURCE / "journey"
LONGEST_STEP = 120
BEHIND_THE_STEPS = frozenset(
    {
        "__init__",
        "account",
        "acting",
        "answering",
        "asked_anew",
        "climbing",
        "climbs",
        "nobody_left",
        "rota_gaps",
        "held_told",
        "written_to",
        "own_notices",
        "contents",
        "correcting",
        "couriers",
        "correcting_offers",
        "emergency",
        "family",
        "going_on",
        "handing",
        "interviewing",
        "joining",
        "keeping",
        "keeping_apart",
        "learning",
        "long_absences",
        "opening",
        "own_reports",
        "own_support",
        "signing_in",
        "partings",
        "parts",
        "same_child",
        "shown_for",
        "sending",
        "unseen",
        "past",
        "past_batch",
        "past_children",
        "past_joining",
        "past_reviews",
        "posts",
        "mornings",
        "reminders",
        "reviewing",
        "support_overdue",
        "draft_kept",
        "export_making",
        "export_tables",
        "exporting",
        "history_agencies",
        "history_people",
        "history_rows",
        "history_sealed",
        "history_tables",
        "holding_back",
        "factors_changed",
        "password_set",
        "proof_given",
        "sign_in_ended",
        "token_issued",
        "telling",
    }
)
# Long because one sweep asks every clock, and an import reads a file whole.
LONGER = frozenset({"time_passed", "past_episode_imported", "word_of_sealed"})
AWAITED = frozenset({"SEE_OVERSIGHT"})  # an area's overview follows the central flow
STEPS = {name for name, _ in contents.STEPS}


def written() -> dict[str, Path]:
    return {file.stem: file for file in JOURNEY.glob("*.py")}


def test_every_step_is_listed_and_every_listed_step_is_there():
    assert set(written()) >= STEPS
    assert set(written()) - BEHIND_THE_STEPS - STEPS <= {"past_episode_imported"}


def test_a_step_is_no_longer_than_a_page():
    long = {
        name: lines
        for name, file in written().items()
        if name in STEPS - LONGER and (lines := len(file.read_text().splitlines())) > LONGEST_STEP
    }

    assert not long


def test_every_deed_is_used_by_a_step_or_a_page():
    used = {
        node.attr
        for file in files.modules()
        if file.name != "access.py"
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in access.Deed.__members__
    }

    chosen_by_side = {"ASSESS_FOR_POLICE", "ASSESS_FOR_CHILDRENS_SERVICES"}
    assert set(access.Deed.__members__) - used - chosen_by_side <= AWAITED
