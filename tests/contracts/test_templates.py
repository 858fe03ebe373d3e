"""Templates place components: no style, no script, no markup that escapes nothing."""

import re

import pytest
from tests.contracts import files

FORBIDDEN = {
    "an inline style": re.compile(r"\bstyle\s*=|<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "an inline event handler": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "|safe": re.compile(r"\|\s*safe\b"),
    "autoescape off": re.compile(r"autoescape\s+false", re.IGNORECASE),
}


def templates():
    """Every template; components may mark as safe what they have escaped themselves."""
    return sorted(files.TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_contains(what):
    found = [
        f"{files.named(template)}: {match.group(0)}"
        for template in templates()
        if not (what == "|safe" and "components" in template.parts)
        for match in FORBIDDEN[what].finditer(template.read_text())
    ]

    assert not found, found


def test_there_are_templates_to_look_at():
    assert templates()
