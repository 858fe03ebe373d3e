"""The questions of a support plan, what came of it, and of closing an episode."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wayhome.interfaces.pages.shared import cleaning, fields, forms, moment_fields

FIRST_ROWS, MOST_ROWS = 1, 12
ROW = ("what", "owner", "agency", "due")


class PlanForm(forms.PlainForm):
    """A plan: what it is for, what the child asked for, and who does what by when."""

    submission_key = fields.SubmissionKeyField()
    summary = fields.LongTextField(
        label=_("What is this plan for?"),
        hint=_("Write it so that the child could read it."),
        rows=4,
    )
    you_said = fields.LongTextField(
        label=_("What did the child ask for?"),
        hint=_("In the child’s words, each thing on a line of its own. Each gets its own answer."),
        required=False,
        rows=4,
    )

    def __init__(self, *given, agencies=(), rows=FIRST_ROWS, **named):
        """`agencies` are (identifier, name); `rows` is how many actions may be filled in."""
        super().__init__(*given, **named)
        self.rows = range(1, min(rows, MOST_ROWS) + 1)
        for row in self.rows:
            self.fields.update(_row(row, list(agencies)))

    def question(self, name, heading=""):
        """One question; within an action none is called optional: the whole action is, or not."""
        asked: Any = super().question(name, heading)
        if name[-1].isdigit():
            words = {"text": str(self[name].label)}
            asked["label"] |= words
            asked["fieldset"]["legend"] |= words
        return asked

    def clean(self):
        """An action that is begun is finished: what, who, which agency and by when."""
        answers = super().clean() or {}
        for row in self.rows:
            names = [f"{part}_{row}" for part in ROW]
            begun = any(answers.get(name) or name in self.errors for name in names)
            if begun:
                self._finish(row, answers)
        if not self.errors and not list(self.actions()):
            self.add_error("what_1", _("Write at least one thing that somebody will do"))
        return answers

    def _finish(self, row, answers):
        needed = {
            "what": _("Write what will be done"),
            "owner": _("Write who will do it"),
            "agency": _("Choose their agency"),
            "due": _("Enter the day it will be done by"),
        }
        for part, words in needed.items():
            name = f"{part}_{row}"
            if not answers.get(name) and name not in self.errors:
                self.add_error(name, words)
        due = answers.get(f"due_{row}")
        if due and due < self.now.date():
            self.add_error(f"due_{row}", _("This day has passed. Enter a day to come"))

    def actions(self) -> Iterator[tuple[Any, ...]]:
        """Each action that was filled in: what, who, agency, day."""
        answers = self.cleaned_data
        for row in self.rows:
            if answers.get(f"what_{row}"):
                yield tuple(answers.get(f"{part}_{row}") for part in ROW)

    def asked(self) -> tuple[str, ...]:
        """What the child asked for, one thing each."""
        lines = self.cleaned_data["you_said"].splitlines()
        return tuple(filter(None, map(cleaning.line, lines)))


def _row(row, agencies):
    return {
        f"what_{row}": fields.TextField(
            label=_("What will be done?"), max_length=500, required=False
        ),
        f"owner_{row}": fields.TextField(label=_("Who will do it?"), required=False),
        f"agency_{row}": fields.SelectField(
            label=_("Their agency"), choices=agencies, required=False
        ),
        f"due_{row}": moment_fields.DayField(label=_("By when?"), required=False),
    }


class NotNeededForm(forms.PlainForm):
    """Why no support is needed."""

    submission_key = fields.SubmissionKeyField()
    because = fields.LongTextField(
        label=_("Why is no support needed?"),
        hint=_("Say what the child was asked, and what they said."),
        rows=4,
    )


class DoneForm(forms.PlainForm):
    """An action was done, or will not be."""

    submission_key = fields.SubmissionKeyField()
    came = fields.RadioField(
        label=_("What came of it?"),
        choices=[("done", _("It was done")), ("not_done", _("It will not be done"))],
        required=False,
    )
    outcome = fields.LongTextField(
        label=_("What was done, and did it help? Or why will it not be done?"), rows=4
    )


class WeDidForm(forms.PlainForm):
    """What was done about something the child asked for."""

    submission_key = fields.SubmissionKeyField()
    answer = fields.LongTextField(
        label=_("We did"),
        hint=_("Write to the child, plainly. If it could not be done, say why."),
        rows=4,
    )


class CloseForm(forms.PlainForm):
    """The episode closes."""

    submission_key = fields.SubmissionKeyField()
    summary = fields.LongTextField(
        label=_("What came of this episode?"),
        hint=_("What changed for the child, and who carries on."),
    )


def one_more(rows: int) -> str:
    """The words of the button that adds an action."""
    return _now("Add another action") if rows < MOST_ROWS else ""
