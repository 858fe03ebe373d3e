"""Questions about days and moments. A moment comes out in UTC; what is typed is a London time."""

from datetime import date, datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayhome.interfaces.pages.shared import cleaning, fields, moments
from wayhome.interfaces.pages.shared.moments import Toward
from wayhome.rules import london

DAY_PARTS = ("day", "month", "year")
MOMENT_PARTS = (*DAY_PARTS, "time")
OLDEST_DAYS = 120 * 365


class Parts(forms.Widget):
    """Several small boxes under one question, each named `<question>-<part>`."""

    def __init__(self, names):
        """`names` are the parts, in order."""
        super().__init__()
        self.names = names

    def value_from_datadict(self, data, files, name):  # noqa: ARG002 - Django's own signature
        """What is typed in each part."""
        return {part: cleaning.line(data.get(f"{name}-{part}") or "") for part in self.names}

    def value_omitted_from_data(self, data, files, name):  # noqa: ARG002 - Django's own signature
        """Whether no part was sent at all."""
        return not any(f"{name}-{part}" in data for part in self.names)


class DayField(forms.Field):
    """A day, in three boxes. A month may be a number or a word."""

    component = "parts"
    names: tuple[str, ...] = DAY_PARTS

    def __init__(self, *, label, hint="", required=True):
        """A day that is not required may be left wholly empty, never half."""
        super().__init__(label=label, help_text=hint, required=required, widget=Parts(self.names))

    def clean(self, value):
        """The day, or None when nothing was entered."""
        typed = value or {}
        missing = [name for name in self.names if not typed.get(name)]
        if len(missing) == len(self.names):
            if self.required:
                raise forms.ValidationError(
                    _("Enter an answer to “%(label)s”") % {"label": self.label}
                )
            return None
        if missing:
            raise forms.ValidationError(part_missing(missing[0]))
        try:
            return self.read(typed)
        except moments.UnclearError as unclear:
            raise forms.ValidationError(str(unclear)) from unclear

    def read(self, typed):
        """The day that full parts name."""
        return moments.day_of(typed["day"], typed["month"], typed["year"])

    def prepare_value(self, value):
        """A day already known, as its parts."""
        if isinstance(value, date):
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        return value


class DateAndTimeField(DayField):
    """A moment in four boxes: day, month, year and a London time."""

    names = MOMENT_PARTS

    def read(self, typed):
        """The moment that full parts name, in UTC."""
        return moments.in_london(super().read(typed), moments.read_time(typed["time"]))

    def prepare_value(self, value):
        """A moment already known, as its parts in London."""
        if isinstance(value, datetime):
            here = value.astimezone(london.LONDON)
            return super().prepare_value(here.date()) | {"time": moments.written_time(value)}
        return value


class MomentField(forms.Field):
    """A moment in one box, as a person says it: "today 14:20", "Tuesday 9pm".

    With `toward` BACK (what happened) a moment after now is refused; with AHEAD (what is planned)
    one before now is. The form gives `now` to the field.
    """

    component = "text"
    now: datetime
    longest = 60
    look = fields.Look(width="govuk-input--width-20")

    def __init__(self, *, label, hint="", required=True, toward=Toward.BACK):
        """An empty hint is replaced by examples."""
        super().__init__(label=label, help_text=hint, required=required)
        self.toward = toward
        if not hint:
            self.help_text = gettext_lazy(
                "For example, today 14:20, Tuesday 9pm or 4 March 2026 09:05"
            )

    def to_python(self, value):
        """The moment in UTC, or None when nothing was entered."""
        if not (typed := cleaning.line(value or "")):
            return None
        if len(typed) > self.longest:
            raise forms.ValidationError(_("Enter only a day and a time, like today 14:20"))
        try:
            return moments.read(typed, now=self.now, toward=self.toward)
        except moments.UnclearError as unclear:
            raise forms.ValidationError(str(unclear)) from unclear

    def validate(self, value):
        """Refuse an empty answer, and a moment on the wrong side of now."""
        if value is None:
            if self.required:
                raise forms.ValidationError(_("Enter a day and a time, like today 14:20"))
            return
        if self.toward is Toward.BACK and value > self.now:
            raise forms.ValidationError(
                _("This is in the future. Enter when it happened, or leave it and come back")
            )
        if self.toward is Toward.AHEAD and value < self.now:
            raise forms.ValidationError(_("This has already passed. Enter a later time"))
        if (self.now - value).days > OLDEST_DAYS:
            raise forms.ValidationError(_("Check the year"))

    def prepare_value(self, value):
        """A moment already known, as London says it."""
        if isinstance(value, datetime):
            return moments.written(value)
        return value


def part_missing(name: str) -> str:
    """What to do about one empty box of several."""
    return {
        "day": _("Enter the day too"),
        "month": _("Enter the month too"),
        "year": _("Enter the year too"),
        "time": _("Enter the time too, like 14:20"),
    }[name]
