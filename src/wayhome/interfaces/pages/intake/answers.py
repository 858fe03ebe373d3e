"""Two kinds of question that only a report asks: part of a name, and an age."""

from django import forms
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.shared import fields
from wayhome.rules import matching, moments

LONGEST_NAME = 100
LONGEST_FOLDED = 200
AGE_DIGITS = 3


class NameField(fields.TextField):
    """Part of a name, in any script. Never required: a name may be unknown."""

    def __init__(self, *, label, hint=""):
        """A box wide enough for most names."""
        super().__init__(
            label=label,
            hint=hint,
            max_length=LONGEST_NAME,
            required=False,
            look=fields.Look(width="govuk-input--width-20"),
        )

    def validate(self, value):
        """Refuse a name that is too long to be kept or to be compared with others."""
        super().validate(value)
        if len(matching.folded(value)) > LONGEST_FOLDED:
            raise forms.ValidationError(_("Write this name in ordinary letters"))


class AgeField(fields.TextField):
    """An age in whole years, or None when it is not known."""

    def __init__(self, *, label, hint=""):
        """A box for two digits."""
        super().__init__(
            label=label,
            hint=hint,
            max_length=40,
            required=False,
            look=fields.Look(width="govuk-input--width-2", inputmode="numeric"),
        )

    def to_python(self, value):
        """The years. Whether they make a child is for the rule to say."""
        typed = super().to_python(value)
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit() and len(typed) <= AGE_DIGITS):
            raise forms.ValidationError(_("Enter the age in years, like 14, or leave it blank"))
        if int(typed) >= moments.ADULT_AT:
            raise forms.ValidationError(_(moments.ADULT_BY_AGE))
        return int(typed)

    def validate(self, value):
        """No age is an answer."""
