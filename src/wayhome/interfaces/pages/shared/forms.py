"""The base of every form: cleaned text, errors that say what to do, drafts, and the time now."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from wayhome.interfaces.pages.shared import moment_fields, questions, unsent
from wayhome.rules import wording

UNDRAFTED = frozenset({"csrfmiddlewaretoken", "submission_key"})


class PlainForm(forms.Form):
    """A form of our fields. Give it `now`; give it a `draft` to show what was typed before."""

    def __init__(
        self,
        sent: QueryDict | None = None,
        *,
        now: datetime,
        initial: Mapping[str, object] | None = None,
        draft: Mapping[str, list[str]] | None = None,
        prefix: str | None = None,
    ) -> None:
        """`sent` is request.POST when the form was sent; `draft` comes from `draft_of`."""
        super().__init__(sent, initial=dict(initial or {}), prefix=prefix)
        self._drafted = draft or {}
        self.use_required_attribute = False
        self.now = now
        for field in self.fields.values():
            if isinstance(field, moment_fields.MomentField):
                field.now = now

    @cached_property
    def draft(self) -> MultiValueDict:
        """What was typed before: on a screen that then locked, or into a draft."""
        return MultiValueDict(unsent.typed(self.names) or self._drafted)

    @property
    def names(self) -> set[str]:
        """The names under which the answers to this form arrive."""
        return {
            f"{self.add_prefix(name)}-{part}" if part else self.add_prefix(name)
            for name, field in self.fields.items()
            for part in getattr(field, "names", ("",))
        }

    def shown(self, name: str) -> object:
        """What stands in a field when it is shown: sent, drafted, or known before."""
        bound = self[name]
        if not self.is_bound and not self._omitted(name):
            return bound.field.prepare_value(
                bound.field.widget.value_from_datadict(self.draft, {}, bound.html_name)
            )
        return bound.value()

    def question(self, name: str, heading: str = "") -> dict[str, object]:
        """One question as its component wants it; see questions.py."""
        return questions.parameters(self, name, heading=heading)

    def questions(self, name: str) -> tuple[wording.Question, ...]:
        """The words in one answer that are questioned, for a form that comes back or a draft."""
        typed = self.shown(name)
        return wording.questions_about(typed) if isinstance(typed, str) else ()

    def _omitted(self, name: str) -> bool:
        bound = self[name]
        if bound.is_hidden or not self.draft:
            return True
        return bound.field.widget.value_omitted_from_data(self.draft, {}, bound.html_name)

    @property
    def problems(self) -> list[dict[str, str]]:
        """Every error in the order of the questions, each leading to its first box."""
        found = [
            {"text": str(error), "href": f"#{first_box(self[name])}"}
            for name in self.fields
            for error in self.errors.get(name, ())
        ]
        return found + [
            {"text": str(error), "href": "#main-content"} for error in self.non_field_errors()
        ]


def first_box(bound: forms.BoundField) -> str:
    """The id of the first thing a person can fill in under one question."""
    if isinstance(bound.field, moment_fields.DayField):
        return f"{bound.id_for_label or bound.auto_id}-{bound.field.names[0]}"
    return bound.auto_id


def draft_of(sent: QueryDict) -> dict[str, list[str]]:
    """What may be kept of a half-filled form: no key, no token."""
    return {name: values for name, values in sent.lists() if name not in UNDRAFTED}
