"""The questions at the door: who you are, and why you open a child's record."""

from django.utils.translation import gettext_lazy as _

from wayhome.interfaces.pages.shared import fields, forms
from wayhome.interfaces.pages.signing.forms import PasswordField
from wayhome.rules.vocabulary import Purpose

REASON_NEEDED_FOR = frozenset({Purpose.OVERSIGHT})


class SignInForm(forms.PlainForm):
    """A name and a password."""

    username = fields.TextField(
        label=_("Username"),
        max_length=100,
        look=fields.Look(width="govuk-input--width-20", autocomplete="username"),
    )
    password = PasswordField(
        label=_("Password"),
        max_length=200,
        look=fields.Look(
            width="govuk-input--width-20", autocomplete="current-password", type="password"
        ),
    )


class PurposeForm(forms.PlainForm):
    """Why a child's record is opened."""

    purpose = fields.RadioField(
        label=_("Why are you opening this child’s record?"),
        hint=_("Your answer is written in the ledger beside your name."),
        choices=fields.answers(Purpose),
    )
    reason = fields.TextField(
        label=_("Anything that explains it"),
        hint=_("One sentence is enough."),
        needed_when=_("Needed when you check or review practice."),
        max_length=300,
    )

    def clean(self):
        """Checking practice needs a reason of its own, since no child is waiting on it."""
        answers = super().clean() or {}
        given = answers.get("purpose")
        if given in REASON_NEEDED_FOR and not answers.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say what you are checking, and for whom"))
        return answers


class EpisodePurposeForm(PurposeForm):
    """Why an episode is opened, where what is meant by its state is not what they came for."""

    purpose = fields.RadioField(
        label=_("Why are you opening this episode?"),
        hint=_("Your answer is written in the ledger beside your name."),
        choices=fields.answers(Purpose),
    )
