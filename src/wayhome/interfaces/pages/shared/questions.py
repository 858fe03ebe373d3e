"""One question of a form, as the parameters its GOV.UK component asks for."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from wayhome.interfaces.pages.shared.forms import PlainForm

# A question is a Django bound field of one of our own kinds (fields.py), which Django cannot type.
WIDTHS = {"day": "2", "month": "3", "year": "4", "time": "5"}


def parameters(form: "PlainForm", name: str, *, heading: str = "") -> dict[str, object]:
    """Everything a component needs to show one question, with what was typed and what is wrong.

    `heading` is the class of a label that is also the heading of the page; empty if it is not.
    """
    bound: Any = form[name]
    value = form.shown(name)
    builders = {
        "text": _text,
        "long_text": _long_text,
        "radios": _choices,
        "checkboxes": _choices,
        "select": _select,
        "parts": _parts,
        "file": _file,
    }
    return _shared(bound, heading) | builders[bound.field.component](bound, value)


def _shared(bound: Any, heading: str) -> dict[str, object]:
    classes = heading or "govuk-label--s"
    label = {
        "text": _label(bound),
        "classes": classes,
        "isPageHeading": bool(heading),
    }
    legend = label | {"classes": classes.replace("label", "fieldset__legend")}
    return {
        "id": bound.auto_id,
        "idPrefix": bound.auto_id,
        "name": bound.html_name,
        "label": label,
        "fieldset": {"legend": legend} if bound.label else None,
        "hint": _hint(bound),
        "errorMessage": _error(bound),
        "formGroup": {"attributes": {"id": f"{bound.auto_id}-group"}},
    }


def _label(bound: Any) -> str:
    """What need not be answered says so; what is sometimes needed says when, in its hint."""
    said_otherwise = bound.field.component == "checkboxes" or _needed_when(bound)
    if bound.field.required or said_otherwise:
        return str(bound.label)
    return _("%(label)s (optional)") % {"label": bound.label}


def _needed_when(bound: Any) -> str:
    return str(getattr(bound.field, "needed_when", ""))


def _hint(bound: Any) -> dict[str, str] | None:
    words = " ".join(filter(None, (_needed_when(bound), str(bound.help_text))))
    return {"text": words} if words else None


def _error(bound: Any) -> dict[str, str] | None:
    if not bound.errors:
        return None
    return {"text": bound.errors[0], "visuallyHiddenText": _("Error")}


def _text(bound: Any, value: object) -> dict[str, object]:
    look = bound.field.look
    return {
        "value": value or "",
        "classes": look.width,
        "autocomplete": look.autocomplete,
        "inputmode": look.inputmode,
        "type": look.type,
    }


def _file(bound: Any, _value: object) -> dict[str, object]:
    """A file is never shown again: a browser gives it once."""
    return {"attributes": {"accept": bound.field.accepts}}


def _long_text(bound: Any, value: object) -> dict[str, object]:
    """The words about the count carry govuk-frontend's own %{count}."""
    return {
        "value": value or "",
        "rows": bound.field.rows,
        "maxlength": bound.field.longest,
        "threshold": 50,
        "textareaDescriptionText": _counted(_("You can enter up to COUNT characters")),
        "charactersUnderLimitText": {
            "one": _counted(_("You have COUNT character left")),
            "other": _counted(_("You have COUNT characters left")),
        },
        "charactersAtLimitText": _("You have no characters left"),
        "charactersOverLimitText": {
            "one": _counted(_("You have COUNT character too many")),
            "other": _counted(_("You have COUNT characters too many")),
        },
    }


def _counted(words: str) -> str:
    return words.replace("COUNT", "%{count}")


def _choices(bound: Any, value: object) -> dict[str, object]:
    chosen = _chosen(value)
    hints: Mapping[str, str] = bound.field.hints
    items = [
        {
            "value": code,
            "text": words,
            "checked": str(code) in chosen,
            "hint": {"text": hints[code]} if code in hints else None,
        }
        for code, words in bound.field.choices
    ]
    return {"items": items, "classes": getattr(bound.field, "layout", "")}


def _select(bound: Any, value: object) -> dict[str, object]:
    chosen = _chosen(value)
    blank = {"value": "", "text": _("Choose one"), "selected": not chosen}
    items = [
        {"value": code, "text": words, "selected": str(code) in chosen}
        for code, words in bound.field.choices
    ]
    return {"items": [blank, *items]}


def _chosen(value: object) -> set[str]:
    if value in (None, ""):
        return set()
    several = value if isinstance(value, list | tuple | set) else [value]
    return {str(one) for one in several}


def _parts(bound: Any, value: object) -> dict[str, object]:
    typed = value if isinstance(value, dict) else {}
    wrong = " govuk-input--error" if bound.errors else ""
    items = [
        {
            "id": f"{bound.auto_id}-{name}",
            "name": name,
            "label": part_label(name),
            "value": typed.get(name, ""),
            "classes": f"govuk-input--width-{WIDTHS[name]}{wrong}",
            "inputmode": "numeric" if name in ("day", "year") else "text",
        }
        for name in bound.field.names
    ]
    return {"namePrefix": bound.html_name, "items": items}


def part_label(name: str) -> str:
    """The word above one box of several. Raises KeyError for a part that does not exist."""
    words = {"day": _("Day"), "month": _("Month"), "year": _("Year"), "time": _("Time")}
    return words[name]
