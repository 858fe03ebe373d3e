"""The questions of signing in beside name and password."""

from django import forms as django_forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayhome.interfaces.pages.shared import fields, forms

_CODE = fields.Look(
    width="govuk-input--width-10", autocomplete="one-time-code", inputmode="numeric"
)


class PasswordField(fields.TextField):
    """A password: taken exactly as typed, and never shown again."""

    def to_python(self, value):
        """What was typed, with every space of it."""
        return django_forms.CharField.to_python(self, value)

    def prepare_value(self, value):  # noqa: ARG002 - nothing of it is ever given back
        """Nothing: the box comes back empty."""
        return ""


class CodeField(PasswordField):
    """A code that is good once: never shown again."""


class CodeForm(forms.PlainForm):
    """A code from an app, or a recovery code."""

    code = CodeField(
        label=gettext_lazy("Code"),
        hint=gettext_lazy(
            "The 6 digits your app shows now, or one of your 8-digit recovery codes."
        ),
        max_length=20,
        look=_CODE,
    )


class AppForm(forms.PlainForm):
    """The first code of an app that was just given its key."""

    code = CodeField(
        label=gettext_lazy("Code"),
        hint=gettext_lazy("The 6 digits your app shows now."),
        max_length=20,
        look=_CODE,
    )


class PasskeyForm(forms.PlainForm):
    """What a new passkey is called."""

    name = fields.TextField(
        label=gettext_lazy("What will you know it by?"),
        hint=gettext_lazy("For example: work laptop."),
        max_length=60,
        look=fields.Look(width="govuk-input--width-20"),
    )


class TokenForm(forms.PlainForm):
    """A token of one of the agency's systems."""

    label = fields.TextField(
        label=gettext_lazy("What is it for?"),
        hint=gettext_lazy("So that whoever reads the list later knows whether it is still needed."),
        max_length=100,
    )
    days = fields.RadioField(
        label=gettext_lazy("How long is it good for?"),
        choices=[
            ("30", gettext_lazy("30 days")),
            ("90", gettext_lazy("90 days")),
            ("365", gettext_lazy("a year")),
        ],
        layout="govuk-radios--inline",
    )

    def __init__(self, *given, systems, **named):
        """`systems` are those of the viewer's agency: identifier and name."""
        super().__init__(*given, **named)
        self.fields["system"] = fields.RadioField(
            label=_("Which system is it for?"), choices=systems
        )
        self.order_fields(["system"])


class PasswordForm(forms.PlainForm):
    """A new password, twice."""

    password = PasswordField(
        label=gettext_lazy("New password"),
        hint=gettext_lazy(
            "At least 12 characters. Three or four unrelated words are easy to remember."
        ),
        max_length=200,
        look=fields.Look(
            width="govuk-input--width-20", autocomplete="new-password", type="password"
        ),
    )
    again = PasswordField(
        label=gettext_lazy("The same password again"),
        max_length=200,
        look=fields.Look(
            width="govuk-input--width-20", autocomplete="new-password", type="password"
        ),
    )

    def clean(self):
        """The two are the same, and it is not one that is guessed first."""
        answers = super().clean() or {}
        password, again = answers.get("password"), answers.get("again")
        if password and again and password != again:
            self.add_error("again", _("Type the same password twice"))
        elif password:
            try:
                password_validation.validate_password(password)
            except ValidationError as wrong:
                self.add_error("password", ValidationError(wrong.messages))
        return answers
