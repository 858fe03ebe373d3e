"""What does not fit the documented shape, in words that say what to do about it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wayhome.rules import moments

UNKNOWN_FIELD = gettext_noop("This name is not known here. Check its spelling, or leave it out.")
OTHERWISE = gettext_noop("This does not have the shape it should. See the documentation.")
MESSAGES: Mapping[str, str] = {
    "missing": gettext_noop("This is needed."),
    "extra_forbidden": UNKNOWN_FIELD,
    "string_type": gettext_noop("Give text, in quotation marks."),
    "string_unicode": gettext_noop("This holds half a character. Write it again."),
    "string_too_long": gettext_noop("Use %(max_length)s characters or fewer."),
    "string_too_short": gettext_noop("Say something here."),
    "string_pattern_mismatch": gettext_noop("Use only letters, digits and plain marks."),
    "too_long": gettext_noop("Make this shorter: %(max_length)s at most."),
    "too_short": gettext_noop("Say something here."),
    "enum": gettext_noop("Choose one of these: %(expected)s."),
    "literal_error": gettext_noop("Choose one of these: %(expected)s."),
    "bool_type": gettext_noop("Give true or false."),
    "bool_parsing": gettext_noop("Give true or false."),
    "int_type": gettext_noop("Give a whole number, without quotation marks."),
    "int_parsing": gettext_noop("Give a whole number."),
    "greater_than_equal": gettext_noop("Give %(ge)s or more."),
    "less_than_equal": gettext_noop("Give %(le)s or less."),
    "uuid_parsing": gettext_noop("Give an identifier as Wayhome gave it."),
    "uuid_type": gettext_noop("Give an identifier as Wayhome gave it."),
    "list_type": gettext_noop("Give a list."),
    "model_type": gettext_noop("Give an object."),
    "model_attributes_type": gettext_noop("Give an object."),
    "value_error": "%(error)s",
}
LONGEST_NAME = 100
OUTER = {"body": 2, "query": 1, "path": 1, "header": 1}


def in_words(errors: Iterable[Mapping[str, Any]]) -> list[moments.Problem]:
    """Each thing that does not fit, once: its name as the caller wrote it, and what to do."""
    found = [moments.Problem(_name(error["loc"]), _message(error)) for error in errors]
    return list(dict.fromkeys(found))


def _name(where: tuple[str | int, ...]) -> str:
    """The path to it, such as `reporter.name` or `answers.0.topic`; `body` for the whole."""
    path = where[OUTER.get(str(where[0]), 1) :]
    return ".".join(str(part)[:LONGEST_NAME] for part in path) or str(where[0])


def _message(error: Mapping[str, Any]) -> str:
    words = MESSAGES.get(error["type"], OTHERWISE)
    context = error.get("ctx", {})
    return _(words) % context if "%(" in words else _(words)
