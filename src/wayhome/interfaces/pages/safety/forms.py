"""Who must not know of a child, of what they are not told, and what somebody declares."""

from django.utils.translation import gettext_lazy as _

from wayhome.interfaces.pages.shared import fields, forms, moment_fields
from wayhome.rules import vocabulary


def _why(label, hint=""):
    return fields.TextField(label=label, hint=hint, max_length=500)


class DeclareForm(forms.PlainForm):
    """A child somebody must not look at."""

    submission_key = fields.SubmissionKeyField()
    given_name = fields.TextField(label=_("The child’s first name"), max_length=100)
    family_name = fields.TextField(label=_("Family name"), max_length=100)
    date_of_birth = moment_fields.DayField(
        label=_("Date of birth"), hint=_("For example, 27 3 2011")
    )
    kind = fields.RadioField(
        label=_("What are you to the child?"), choices=fields.answers(vocabulary.Conflict)
    )
    reason = _why(_("How do you know them?"))


class PersonForm(forms.PlainForm):
    """A person from whom a child is kept."""

    submission_key = fields.SubmissionKeyField()
    name = fields.TextField(label=_("Who must not know of this child?"))
    username = fields.TextField(
        label=_("Their sign-in name on Wayhome"),
        hint=_("Leave this empty if they have no account."),
        max_length=100,
        required=False,
    )
    email = fields.TextField(
        label=_("Their email address"),
        hint=_("Any account with this address is kept from the child, in every agency."),
        max_length=200,
        required=False,
        look=fields.Look(inputmode="email"),
    )
    kind = fields.RadioField(
        label=_("What are they to the child?"), choices=fields.answers(vocabulary.Conflict)
    )
    reason = _why(_("Why must they not know?"), _("Facts, with where they come from."))


class WithholdForm(forms.PlainForm):
    """Something that is not disclosed to somebody."""

    submission_key = fields.SubmissionKeyField()
    whom = fields.SelectField(label=_("Who must not be told?"), choices=())
    matter = fields.RadioField(
        label=_("What must they not be told?"), choices=fields.answers(vocabulary.Matter)
    )
    reason = _why(_("Why must they not be told?"), _("Facts, with where they come from."))

    def __init__(self, *given, whom=(), **named):
        """`whom` are those who may be chosen, as codes and words."""
        super().__init__(*given, **named)
        self.fields["whom"] = fields.SelectField(
            label=_("Who must not be told?"), choices=list(whom)
        )


class TakeBackForm(forms.PlainForm):
    """Why it is taken back."""

    submission_key = fields.SubmissionKeyField()
    reason = _why(_("Why is this taken back?"), _("Say what has changed, and how you know."))
