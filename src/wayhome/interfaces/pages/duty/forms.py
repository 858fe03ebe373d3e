"""The questions of a rota: who, on which days, from when until when; and who stands in for whom."""

from datetime import datetime, time
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy

from wayhome.interfaces.pages.shared import fields, forms, moment_fields, moments
from wayhome.records.practitioners import rotas as records
from wayhome.rules import london, rotas

NARROW = fields.Look(width="govuk-input--width-5")


class PatternForm(forms.PlainForm):
    """Somebody is put on duty each week."""

    submission_key = fields.SubmissionKeyField()
    practitioner_id = fields.SelectField(label=gettext_lazy("Who?"), choices=[])
    weekdays = fields.CheckboxesField(
        label=gettext_lazy("On which days does it begin?"), choices=(), required=True
    )
    begins = fields.TextField(
        label=gettext_lazy("From when?"),
        hint=gettext_lazy("For example, 07:00"),
        look=NARROW,
        max_length=10,
    )
    ends = fields.TextField(
        label=gettext_lazy("Until when?"),
        hint=gettext_lazy("The next day, where it is no later than the beginning"),
        look=NARROW,
        max_length=10,
    )

    def __init__(self, *given, people, **named):
        """`people` hold the post, by identifier."""
        super().__init__(*given, **named)
        self.fields["practitioner_id"].choices = _choices(people)  # type: ignore[attr-defined]  # a SelectField
        days = [(str(number), str(words)) for number, words in WEEKDAYS.items()]
        self.fields["weekdays"].choices = days  # type: ignore[attr-defined]  # a CheckboxesField

    def clean_begins(self) -> time:
        """A time on the clock."""
        return _time(self.cleaned_data["begins"])

    def clean_ends(self) -> time:
        """A time on the clock."""
        return _time(self.cleaned_data["ends"])

    def said(self, *, now: datetime) -> records.NewShift:
        """The lines, in the words of the records; they stand from today."""
        return records.NewShift(
            practitioner_id=UUID(self.cleaned_data["practitioner_id"]),
            weekdays=frozenset(int(day) for day in self.cleaned_data["weekdays"]),
            begins=self.cleaned_data["begins"],
            ends=self.cleaned_data["ends"],
            since=london.day_of(now),
        )


class StandInForm(forms.PlainForm):
    """Somebody is on duty for a while, in somebody's stead or besides."""

    submission_key = fields.SubmissionKeyField()
    practitioner_id = fields.SelectField(label=gettext_lazy("Who is on duty?"), choices=[])
    instead_of_id = fields.SelectField(
        label=gettext_lazy("In whose stead?"),
        hint=gettext_lazy("Leave empty where nobody goes off duty for it"),
        choices=[],
        required=False,
    )
    begins_at = moment_fields.DateAndTimeField(label=gettext_lazy("From when?"))
    ends_at = moment_fields.DateAndTimeField(label=gettext_lazy("Until when?"))

    def __init__(self, *given, people, **named):
        """`people` hold the post, by identifier."""
        super().__init__(*given, **named)
        for name in ("practitioner_id", "instead_of_id"):
            self.fields[name].choices = _choices(people)  # type: ignore[attr-defined]  # a SelectField

    def said(self) -> rotas.Cover:
        """The turn of duty, in the words of the rules."""
        other = self.cleaned_data["instead_of_id"]
        return rotas.Cover(
            UUID(self.cleaned_data["practitioner_id"]),
            rotas.Span(self.cleaned_data["begins_at"], self.cleaned_data["ends_at"]),
            UUID(other) if other else None,
        )


def _choices(people):
    return [(str(person_id), name) for person_id, name in people.items()]


def _time(typed: str) -> time:
    try:
        read = moments.read_time(typed)
    except moments.UnclearError as unclear:
        raise ValidationError(str(unclear)) from unclear
    return time.fromisoformat(read.split()[0])
