"""The questions of an emergency look: which child, why now, and what a review found."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wayhome.interfaces.pages.interviews.forms import ChoosingForm
from wayhome.interfaces.pages.shared import fields, forms, moment_fields
from wayhome.rules import vocabulary


class AskForm(forms.PlainForm):
    """Why a record must be opened now, and which."""

    submission_key = fields.SubmissionKeyField()
    reason = fields.RadioField(
        label=_("Why must you open a record now?"), choices=fields.answers(vocabulary.Emergency)
    )
    live_reference = fields.TextField(
        label=_("What is the number of your incident or episode?"),
        hint=_("One that is live now, so that it can be checked."),
        max_length=60,
        look=fields.Look("govuk-input--width-20"),
    )
    statement = fields.LongTextField(
        label=_("What is happening?"),
        hint=_("In your own words. Your supervisor and another agency will read this."),
        max_length=2000,
    )
    reference = fields.TextField(
        label=_("Reference of the child’s record"),
        hint=_("Leave this empty if you give a name and a date of birth."),
        max_length=20,
        required=False,
        look=fields.Look("govuk-input--width-20"),
    )
    given_name = fields.TextField(
        label=_("Or the child’s first name"),
        hint=_("The whole name, as it is spelled."),
        max_length=100,
        required=False,
    )
    family_name = fields.TextField(label=_("Family name"), max_length=100, required=False)
    date_of_birth = moment_fields.DayField(
        label=_("Date of birth"), hint=_("For example, 27 3 2011"), required=False
    )

    def clean(self):
        """A reference, or the whole of a name with the date of birth."""
        answers = super().clean() or {}
        whole = all(answers.get(name) for name in ("given_name", "family_name", "date_of_birth"))
        if not self.errors and not answers.get("reference") and not whole:
            words = _now("Give the reference, or the whole name and the date of birth")
            self.add_error("reference", words)
        return answers


class ReviewerForm(ChoosingForm):
    """Who reviews a look at a sealed record of whose list nobody may."""

    submission_key = fields.SubmissionKeyField()
    reviewer = fields.SelectField(
        label=_("Who should review this look?"),
        hint=_(
            "Somebody who answers for such looks in another agency than whoever looked. They are "
            "told neither which child it was nor the reason that was given."
        ),
        choices=[],
    )

    def __init__(self, *given, people=(), **more):
        """`people` are those who may be named: (identifier, name)."""
        super().__init__(*given, **more)
        self.choose_from("reviewer", [("", ""), *people])


class ReviewForm(forms.PlainForm):
    """What somebody of another agency found."""

    submission_key = fields.SubmissionKeyField()
    finding = fields.RadioField(
        label=_("What did you find?"), choices=fields.answers(vocabulary.Finding)
    )
    findings = fields.LongTextField(
        label=_("What do you base it on?"),
        hint=_("For example, that the number is of a live incident, and who was asked."),
        max_length=2000,
    )
