"""The questions a form may ask, and how each is shown with a GOV.UK component.

A field's `component` says how `components/form.html` shows it. Every error says what to do.
Text comes out cleaned (see cleaning.py). Days and times are in moment_fields.py.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayhome.interfaces.pages.shared import cleaning, presenters
from wayhome.rules import vocabulary


@dataclass(frozen=True, slots=True)
class Look:
    """How a box of one line looks and what a browser may fill in or which keys a phone shows."""

    width: str = ""
    autocomplete: str = "off"
    inputmode: str = ""
    type: str = "text"


PLAIN = Look()


def answers(words: Iterable[vocabulary.Labelled]) -> Callable[[], list[tuple[str, str]]]:
    """Choices from a closed list, in the reader's language each time they are shown."""
    offered = list(words)
    return lambda: [(one.value, presenters.sentence(one.label)) for one in offered]


class TextField(forms.CharField):
    """One line of text."""

    component = "text"

    def __init__(
        self, *, label, hint="", max_length=200, required=True, needed_when="", look=PLAIN
    ):
        """`look` gives a width class such as "govuk-input--width-10", autocomplete and keyboard.

        `needed_when` says, before the hint, when it is needed and when not: the form checks that.
        """
        needed = required and not needed_when
        super().__init__(label=label, help_text=hint, required=needed, strip=False)
        self.longest = max_length
        self.needed_when = needed_when
        self.look = look

    def to_python(self, value):
        """The text, cleaned to one line."""
        return cleaning.line(super().to_python(value) or "")

    def validate(self, value):
        """Refuse nothing where something is needed, and more than fits."""
        if self.required and not value:
            raise forms.ValidationError(_("Enter an answer to “%(label)s”") % {"label": self.label})
        if len(value) > self.longest:
            raise forms.ValidationError(
                _("Use %(most)s characters or fewer. You have used %(used)s")
                % {"most": f"{self.longest:,}", "used": f"{len(value):,}"}
            )


class LongTextField(TextField):
    """Several lines of text, with the characters left shown as they are typed."""

    component = "long_text"

    def __init__(self, *, label, hint="", max_length=4000, required=True, rows=5):
        """`rows` is the height of the box in lines."""
        super().__init__(label=label, hint=hint, max_length=max_length, required=required)
        self.rows = rows

    def to_python(self, value):
        """The text, cleaned, with its lines."""
        return cleaning.lines(forms.CharField.to_python(self, value) or "")


class RadioField(forms.ChoiceField):
    """One answer of a few, all shown."""

    component = "radios"

    def __init__(self, *, label, choices, hint="", required=True, hints=None, layout=""):
        """`choices` are (code, words); `hints` are words beneath an answer, by code.

        `layout` "govuk-radios--inline" puts short answers beside each other.
        """
        super().__init__(label=label, help_text=hint, choices=choices, required=required)
        self.error_messages["invalid_choice"] = gettext_lazy("Choose one of the answers shown")
        self.hints: Mapping[str, str] = hints or {}
        self.layout = layout

    def validate(self, value):
        """Refuse no answer where one is needed, and any answer that was not offered."""
        if self.required and value in self.empty_values:
            raise forms.ValidationError(
                _("Choose an answer to “%(label)s”") % {"label": self.label}
            )
        super().validate(value)


class SelectField(RadioField):
    """One answer of many, from a list that opens."""

    component = "select"


class CheckboxesField(forms.MultipleChoiceField):
    """Any number of answers."""

    component = "checkboxes"

    def __init__(self, *, label, choices, hint="", required=False, hints=None):
        """`choices` are (code, words); `hints` are words beneath an answer, by code."""
        super().__init__(label=label, help_text=hint, choices=choices, required=required)
        self.error_messages["invalid_choice"] = gettext_lazy("Choose only from the answers shown")
        self.hints: Mapping[str, str] = hints or {}

    def validate(self, value):
        """Refuse no answer where one is needed, and any answer that was not offered."""
        if self.required and value in self.empty_values:
            raise forms.ValidationError(self.no_answer())
        super().validate(value)

    def no_answer(self):
        """What to do when nothing is ticked."""
        return _("Choose at least one answer to “%(label)s”") % {"label": self.label}


class YesField(CheckboxesField):
    """One statement that must be ticked to go on."""

    def __init__(self, *, statement, label=""):
        """The answer is ["yes"]; without a label the statement stands alone."""
        super().__init__(label=label, choices=[("yes", statement)], required=True)

    def no_answer(self):
        """What to do when it is not ticked."""
        return _("Tick the box to go on")


class SubmissionKeyField(forms.UUIDField):
    """The hidden key that makes a second press the same submission."""

    component = "hidden"
    widget = forms.HiddenInput

    def __init__(self):
        """A fresh key each time an empty form is shown."""
        super().__init__(label="", required=True, initial=uuid.uuid4)
        wrong = gettext_lazy("This form was not complete. Check your answers and send it again")
        self.error_messages |= {"required": wrong, "invalid": wrong}


class FileField(forms.Field):
    """One file, held in memory as it was sent; how it is judged is not for a form."""

    component = "file"
    widget = forms.FileInput

    def __init__(self, *, label, accepts, hint=""):
        """`accepts` is what a browser offers to choose from; nothing is believed because of it."""
        super().__init__(label=label, help_text=hint, required=True)
        self.accepts = accepts

    def validate(self, value):
        """Refuse no file."""
        if value is None:
            raise forms.ValidationError(_("Choose a file"))
