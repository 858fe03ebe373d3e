"""No source, no rule: every rule function is listed, and every source is used."""

import ast
import importlib
import inspect

import pytest
from tests.contracts import files

from wayhome.rules import clocks, contents, duties, notifications, sources

RULES = files.SOURCE / "rules"
NOT_RULES = {
    "__init__",
    "contents",
    "contents_access",
    "contents_ends",
    "contents_files",
    "contents_measures",
    "export_columns",
    "facts",
    "history",
    "intervals",
    "sentences",
    "sources",
    "told",
    "vocabulary",
    "labelled",
    "safeguards",
    "deeds",
}
MODULES = {
    name: importlib.import_module(f"wayhome.rules.{name}")
    for name in sorted(module.stem for module in RULES.glob("*.py"))
    if name != "__init__"
}

# The small functions that rules are made of; each belongs to a rule that is in the list.
PARTS = frozenset(
    {
        "looks.answers_for",
        "looks.is_junk",
        "purposes.agencies_unsaid",
        "purposes.parties_for",
        "protection.highest",
        "protection.together",
        "access.capacities_of",
        "access.deed_to_assess",
        "access.require",
        "access.side_of",
        "bank_holidays.easter_sunday",
        "breakdowns.first_day",
        "breakdowns.sex_of",
        "breakdowns.year_of",
        "disclosure.audience",
        "disclosure.is_few",
        "disclosure.range_of",
        "disclosure.largest",
        "disclosure.shown",
        "measures.may_be_broken_down",
        "bank_holidays.is_bank_holiday",
        "clocks.absent_for",
        "clocks.after",
        "clocks.elapsed",
        "clocks.is_open",
        "default_protocol.by_level",
        "default_protocol.challenge_ladder",
        "default_protocol.council_ladder",
        "default_protocol.police_ladder",
        "default_protocol.steps",
        "duties.assessor_of",
        "duties.end_of_absence",
        "duties.is_done_already",
        "emergency.is_open",
        "emergency.is_unreviewed",
        "emergency.review_due",
        "episode_state.council_record_may_end",
        "episode_state.ended_without_return",
        "episode_state.has_returned",
        "interviews.provider_has_finished",
        "episode_state.is_still_away",
        "episode_state.may_still_talk",
        "episode_state.police_record_may_close",
        "episode_state.returned_and",
        "episode_state.support_is_settled",
        "imports.withdrawn",
        "ladders.ladder_of_duty",
        "ladders.rungs",
        "ladders.with_nobody_on_duty",
        "rotas.has_rota",
        "rotas.gaps_ahead",
        "london.day_of",
        "london.instant",
        "london.is_repeated",
        "london.is_skipped",
        "matching.are_alike",
        "matching.folded",
        "matching.is_whole",
        "matching.which",
        "notifications.office_opens_after",
        "policy.is_standing",
        "policy.shows",
        "protocol.minutes",
        "protocol.to_content",
        "redaction.begins_anew",
        "redaction.record_until",
        "repeats.within_window",
        "risk.agree_by",
        "risk.agreed_joint",
        "risk.blind_until",
        "risk.both_in",
        "risk.first",
        "risk.highest",
        "risk.joint_wanted_since",
        "risk.latest",
        "risk.position",
        "risk.raised_by",
        "risk.sides_above",
    },
)


def own_functions(module):
    """The public functions a module defines itself."""
    return {
        name
        for name, thing in vars(module).items()
        if inspect.isfunction(thing)
        and thing.__module__ == module.__name__
        and not name.startswith("_")
    }


def test_every_rule_function_is_in_the_list_or_is_named_as_a_part():
    written = {
        f"{name}.{function}"
        for name, module in MODULES.items()
        if name not in NOT_RULES
        for function in own_functions(module)
    }
    listed = {rule.where for rule in contents.RULES} | PARTS

    assert not written - listed, "say in rules/contents.py what these rules say, and whence"


@pytest.mark.parametrize("where", sorted({rule.where for rule in contents.RULES} | PARTS))
def test_every_rule_in_the_list_is_there(where):
    module, name = where.split(".")

    assert hasattr(MODULES[module], name)


def test_every_rule_module_is_in_the_list():
    listed = {rule.module for rule in contents.RULES}

    assert set(MODULES) - NOT_RULES - {"default_protocol"} == listed


@pytest.mark.parametrize("rule", contents.RULES, ids=lambda rule: rule.where)
def test_every_rule_says_something_and_has_a_source(rule):
    assert rule.says.endswith(".")
    assert rule.sources


def all_sources():
    """Every source constant, by the module and name that hold it."""
    return [
        (name, constant)
        for name, module in MODULES.items()
        for constant, value in vars(module).items()
        if isinstance(value, sources.Source) and constant in assigned_in(name)
    ]


def assigned_in(module):
    """The names a module assigns a new source to."""
    tree = ast.parse((RULES / f"{module}.py").read_text())
    return {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def test_every_source_is_used_by_a_rule():
    used = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for file in RULES.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Attribute)
        or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
    }

    assert {constant for _module, constant in all_sources()} <= used


@pytest.mark.parametrize(("module", "constant"), all_sources())
def test_every_source_says_where_and_how_binding_and_only_ours_has_no_address(module, constant):
    source = getattr(MODULES[module], constant)

    assert source.document
    assert source.place
    assert source.address.startswith("http") or source.document == "Wayhome"
    assert (source.document != "Wayhome") or source.binding is sources.Binding.DESIGN


def test_every_row_of_a_rule_table_has_a_source():
    told = {capacity for rows in notifications._WHO.values() for capacity, _ in rows}

    assert all(clock.source for clock in clocks.NATIONAL)
    assert set(duties.SOURCE_OF) == set(duties.OWNED_BY)
    assert told <= set(notifications._SOURCES)
