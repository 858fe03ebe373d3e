"""Budgets that no linter holds. The exemption list is empty and stays so."""

import ast

from tests.contracts import files

LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
EXEMPT: frozenset[str] = frozenset()


def test_no_module_is_longer_than_the_wall():
    long = [
        f"{files.named(module)}: {lines} lines"
        for module in files.modules()
        if (lines := len(module.read_text().splitlines())) > LONGEST_MODULE
        and files.named(module) not in EXEMPT
    ]

    assert not long, long


def test_no_function_is_longer_than_the_wall():
    long = [
        f"{files.named(module)}: {node.name}, {node.end_lineno - node.lineno + 1} lines"
        for module in files.modules()
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]

    assert not long, long
