"""Writes docs/rules from the rules themselves and the worked examples, and two pages beside it.

Nothing in those pages is written by hand; `script/docs` writes them and a contract test fails
when they are out of date.
"""

import importlib
from itertools import groupby

from tests.spec import manual_access, manual_tables, worked
from wayhome.rules import contents

PAGES = "docs/rules"
BESIDE = "docs"
HEAD = "<!-- Written by script/docs from src/wayhome/rules and tests/spec. Do not edit. -->\n"


def pages():
    """Every page of the manual: its name and its text."""
    written = {f"{module}.md": _module_page(module) for module in _modules()}
    written["README.md"] = _first_page()
    return written


def beside():
    """The pages in docs that are written too: who may do and see what, and the data map."""
    return {"access.md": manual_access.access_page(), "data-map.md": manual_access.data_map()}


def _modules():
    return list(dict.fromkeys(rule.module for rule in contents.RULES))


def _rules_of(module):
    return [rule for rule in contents.RULES if rule.module == module]


def _docstring(module):
    return importlib.import_module(f"wayhome.rules.{module}").__doc__.strip()


def _first_page():
    lines = [
        HEAD,
        "# What the rules say",
        "",
        "Each rule is written once, in `src/wayhome/rules`, with the document it comes from, how "
        "binding that document is and since when. The examples are played through the rules "
        "whenever the tests are run.",
        "",
        "| Rules | What they decide |",
        "| --- | --- |",
    ]
    lines += [
        f"| [{module.replace('_', ' ')}]({module}.md) | {_docstring(module).splitlines()[0]} |"
        for module in sorted(_modules())
    ]
    lines += ["", "## How binding", "", *manual_tables.bindings(), ""]
    return "\n".join(lines)


def _module_page(module):
    title = module.replace("_", " ").capitalize()
    path = f"src/wayhome/rules/{module}.py"
    lines = [HEAD, f"# {title}", "", _docstring(module), "", f"File: [`{path}`](../../{path})", ""]
    for rule in _rules_of(module):
        lines += _rule(rule)
    extra = manual_tables.AFTER.get(module)
    return "\n".join(lines + (extra() if extra else [])).rstrip() + "\n"


def _rule(rule):
    lines = [f"## {rule.says}", "", f"Decided by `{rule.where}`.", ""]
    lines += [_source(source) for source in rule.sources]
    return [*lines, "", *_examples(rule.where)]


def _source(source):
    document = f"[{source.document}]({source.address})" if source.address else source.document
    since = f"{source.since:%-d %B %Y}"
    return f"- {document}: {source.place}. Binding as {source.binding}, since {since}."


def _examples(where):
    found = [example for example in worked.examples() if example.rule == where]
    lines = []
    for document, of_document in groupby(found, key=lambda example: example.document):
        lines += [
            f"Worked examples (`tests/spec/{document}`):",
            "",
            "| Situation | Given | So |",
            "| --- | --- | --- |",
        ]
        lines += [f"| {one.name} | {_given(one.given)} | {one.expect} |" for one in of_document]
        lines.append("")
    return lines


def _given(given):
    return "; ".join(f"{name}: {_said(value)}" for name, value in given.items()) or "nothing known"


def _said(value):
    if isinstance(value, list):
        return ", then ".join(map(str, value)) or "none"
    return "none" if value == "" else str(value)
