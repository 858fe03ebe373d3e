"""Whoever asks the access rule about a child says which child, so that no conflict is passed by.

Found in the source: a call that gives the parties and not whose they are would let in a person who
must not know of the child; one that reads the facts of a record says what is held back.
"""

import ast

import pytest
from tests.contracts import files

ASKED = {"decide", "require", "sections_for", "parties_for", "record_until", "readable"}
ABOUT_NO_CHILD = {"interviews/board.py", "mine/presenters.py"}


def calls():
    for path in sorted(files.SOURCE.rglob("*.py")):
        if "rules" in path.parts or "rehearsal" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield path, node, {keyword.arg for keyword in node.keywords}


def of_a_rule(node):
    value = node.func.value
    return isinstance(value, ast.Name) and value.id in {"access", "redaction", "policy", "purposes"}


def test_whoever_gives_parties_says_whose_they_are():
    silent = [
        f"{path}:{node.lineno}"
        for path, node, given in calls()
        if of_a_rule(node)
        and node.func.attr in ASKED
        and given & {"parties", "readable", "relations"}
        and "child_id" not in given
        and not any(str(path).endswith(each) for each in ABOUT_NO_CHILD)
    ]

    assert not silent


def test_whoever_reads_the_facts_of_a_record_says_what_is_held_back():
    silent = [
        f"{path}:{node.lineno}"
        for path, node, given in calls()
        if of_a_rule(node) and node.func.attr == "child_facts_for" and "held_back" not in given
    ]

    assert not silent


@pytest.mark.parametrize("attribute", sorted(ASKED))
def test_there_are_calls_to_look_at(attribute):
    assert any(of_a_rule(node) and node.func.attr == attribute for _path, node, _given in calls())
