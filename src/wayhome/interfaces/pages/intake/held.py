"""Reports that could not be recorded without a person: the list, one of them, and its answers.

Whoever takes one up gets what was sent as a draft of a report of their own, with the time at which
it came. It stays on the list until somebody says what became of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayhome.interfaces.pages.intake import forms as reports
from wayhome.interfaces.pages.shared import fields, forms, moments, parts, presenters
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.platform.journal import holding

if TYPE_CHECKING:
    from wayhome.platform.journal.models import HeldReport

NOT_SHOWN = frozenset(
    {
        "submission_key",
        "do",
        "next",
        "csrfmiddlewaretoken",
        "child_id",
        "digest",
        "id",
        "way",
        "key",
    }
)
# What a program calls an answer, where the form has another name for it.
CALLED_ON_THE_FORM = {
    "reporter.name": "reporter_name",
    "reporter.telephone": "reporter_telephone",
    "reporter.relationship": "reporter_relationship",
    "child.given_name": "given_name",
    "child.family_name": "family_name",
    "child.known_as": "known_as",
    "child.age_stated": "age_stated",
    "child.description": "description",
}


class SettledForm(forms.PlainForm):
    """What became of it."""

    how = fields.LongTextField(
        label=gettext_lazy("What became of it?"),
        hint=gettext_lazy(
            "The reference under which you recorded it, or why it is not recorded. "
            "Whoever sent it reads this."
        ),
        max_length=300,
        rows=2,
    )


@dataclass(frozen=True, slots=True)
class Held:
    """One report that waits, in words."""

    facts: list[parts.Fact]
    problems: list[str]
    said: list[parts.Fact]
    is_nobodys: bool


def rows(waiting: "list[HeldReport]", *, now: datetime) -> list[parts.Link]:
    """The list: when each came and from whom it says it is; nothing of what it says."""
    return [
        parts.Link(
            _("%(moment)s, from %(giver)s. %(standing)s")
            % {
                "moment": presenters.moment(each.received_at, now=now),
                "giver": _giver(each),
                "standing": _standing(each, now=now),
            },
            reverse("report_held", args=[each.id]),
        )
        for each in waiting
    ]


def _standing(held: "HeldReport", *, now: datetime) -> str:
    """Who has it."""
    if held.had_by is None or held.had_at is None:
        return _("Nobody has this yet")
    return _("%(name)s has had this since %(moment)s.") % {
        "name": held.had_by.name,
        "moment": presenters.moment(held.had_at, now=now),
    }


def shown(held: "HeldReport", entry: holding.Entry, problems: list[str], *, now: datetime) -> Held:
    """One of them, with all that was sent."""
    labels = reports.ReportForm(asked=reports.Asked(topics=True), now=now).fields
    return Held(
        facts=[
            parts.Fact(_("Received"), presenters.exact(held.received_at)),
            parts.Fact(_("Sent by, as far as is known"), _giver(held)),
            parts.Fact(_("Why it waits"), _(held.why)),
            parts.Fact(_("Who has it"), _standing(held, now=now)),
        ],
        problems=problems,
        said=[
            parts.Fact(str(labels[name].label) if name in labels else name, ", ".join(texts))
            for name, texts in typed(entry).items()
            if name not in NOT_SHOWN and any(texts)
        ],
        is_nobodys=held.had_at is None,
    )


def draft(held: "HeldReport", entry: holding.Entry) -> dict[str, list[str]]:
    """What was sent, as the draft of a report; with when it came as when it was reported."""
    said = {name: texts for name, texts in typed(entry).items() if name not in NOT_SHOWN}
    return {**said, "reported_at": [moments.written(held.received_at)]}


def typed(entry: holding.Entry) -> dict[str, list[str]]:
    """What was sent, by the names of the form, whichever way it came."""
    if "typed" in entry:
        return {name: list(texts) for name, texts in entry["typed"].items()}
    return dict(_flat(dict(entry.get("body", entry))))


def _flat(said: Any, within: str = "") -> Iterator[tuple[str, list[str]]]:
    if isinstance(said, dict):
        for name, value in said.items():
            yield from _flat(value, f"{within}.{name}" if within else str(name))
    elif isinstance(said, list):
        for number, each in enumerate(said, start=1):
            yield from _flat(each, f"{within}.{number}")
    else:
        yield CALLED_ON_THE_FORM.get(within, within), [str(said)]


def _giver(held: "HeldReport") -> str:
    person = held.claimed_by
    if person is None:
        return _("somebody who is not known")
    return _("somebody who says they are %(name)s, %(agency)s") % {
        "name": person.name,
        "agency": person.agency.name,
    }
