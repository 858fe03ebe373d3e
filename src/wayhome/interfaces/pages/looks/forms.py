"""The questions to somebody who reviews a look."""

from django.utils.translation import gettext_lazy as _

from wayhome.interfaces.pages.shared import fields, forms
from wayhome.rules.vocabulary import ReviewOutcome


class AnswerForm(forms.PlainForm):
    """What the reviewer found."""

    outcome = fields.RadioField(
        label=_("Was there a good reason for this look?"),
        choices=fields.answers(ReviewOutcome),
        hints={
            ReviewOutcome.EXPLAINED: _("Somebody with this job would have had to look."),
            ReviewOutcome.NOT_EXPLAINED: _(
                "Those who govern information in their agency are told, and take it further."
            ),
        },
    )
    explanation = fields.LongTextField(
        label=_("How do you know?"),
        hint=_("Whom you asked and what they said. Write nothing about the child."),
        max_length=2000,
    )


class OpenChildForm(forms.PlainForm):
    """Why the reviewer must know which child it was."""

    why = fields.TextField(
        label=_("Why do you need to know which child it was?"),
        hint=_("Your answer is written in the ledger beside your name."),
        max_length=300,
    )
