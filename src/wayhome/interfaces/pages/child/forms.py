"""The questions about a child: looking them up, and adding or correcting what is known."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wayhome.interfaces.pages.shared import fields, forms, moment_fields
from wayhome.rules import vocabulary

ABOUT = ("given_name", "family_name", "known_as", "sex", "ethnicity", "language", "description")


def supplied_by():
    """Whose word it is."""
    return fields.TextField(
        label=_("Who told you this?"),
        hint=_("A name, and who they are to the child. Write your own name if it was you."),
    )


class LookUpForm(forms.PlainForm):
    """Which child is meant."""

    family_name = fields.TextField(
        label=_("Family name"), hint=_("The beginning is enough."), max_length=100, required=False
    )
    given_name = fields.TextField(label=_("First name"), max_length=100, required=False)
    date_of_birth = moment_fields.DayField(
        label=_("Date of birth"), hint=_("For example, 27 3 2011"), required=False
    )
    reference = fields.TextField(
        label=_("Or the reference of the child’s record"), max_length=20, required=False
    )

    def clean(self):
        """Something to look for."""
        answers = super().clean() or {}
        if not self.errors and not any(answers.values()):
            self.add_error(
                "family_name", _now("Enter a name, a date of birth or a reference to look for")
            )
        return answers


class DetailForm(forms.PlainForm):
    """What is known of the child, to be added to or corrected."""

    submission_key = fields.SubmissionKeyField()
    given_name = fields.TextField(label=_("First name"), max_length=100, required=False)
    family_name = fields.TextField(label=_("Family name"), max_length=100, required=False)
    known_as = fields.TextField(label=_("Known as"), max_length=100, required=False)
    date_of_birth = moment_fields.DayField(
        label=_("Date of birth"), hint=_("For example, 27 3 2011"), required=False
    )
    sex = fields.TextField(
        label=_("Sex"), max_length=20, required=False, look=fields.Look("govuk-input--width-10")
    )
    ethnicity = fields.TextField(
        label=_("Ethnicity"),
        hint=_("As the child says it, if you can ask."),
        max_length=60,
        required=False,
    )
    language = fields.TextField(
        label=_("Language the child is happiest in"), max_length=60, required=False
    )
    description = fields.LongTextField(
        label=_("Description"),
        hint=_("What would help somebody recognise the child. The child may read this one day."),
        required=False,
    )
    supplied_by = supplied_by()


class ContactForm(forms.PlainForm):
    """A parent or carer."""

    submission_key = fields.SubmissionKeyField()
    name = fields.TextField(label=_("Name"))
    relationship = fields.TextField(
        label=_("Who are they to the child?"),
        hint=_("For example, mother or foster carer."),
        max_length=100,
    )
    telephone = fields.TextField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        look=fields.Look("govuk-input--width-20", inputmode="tel", type="tel"),
    )
    email = fields.TextField(
        label=_("Email"), max_length=200, required=False, look=fields.Look(inputmode="email")
    )
    safe = fields.RadioField(
        label=_("Is it safe to tell this person about the child?"),
        choices=lambda: [
            ("yes", _now("Yes")),
            ("no", _now("No: telling them could put somebody in danger")),
        ],
        hints={"no": _("They are never sent a message, and the reason is kept.")},
    )
    unsafe_reason = fields.TextField(
        label=_("Why is it not safe?"),
        needed_when=_("Needed when it is not safe to tell them."),
        max_length=500,
    )
    why_corrected = fields.TextField(
        label=_("If it is safe now: why?"),
        hint=_("It was not safe to tell this person. Say what has changed, and how you know."),
        max_length=500,
        required=False,
    )
    supplied_by = supplied_by()

    def __init__(self, *given, was_unsafe=False, **named):
        """Only of somebody who was not safe to tell is it asked why that has changed."""
        super().__init__(*given, **named)
        if not was_unsafe:
            del self.fields["why_corrected"]

    def clean(self):
        """Unsafe comes with a reason, and so does safe after all; an email address has an @."""
        answers = super().clean() or {}
        if answers.get("safe") == "yes" and not answers.get("why_corrected", "asked of nobody"):
            self.add_error("why_corrected", _now("Say why it is safe to tell this person now"))
        if answers.get("safe") == "no" and not answers.get("unsafe_reason"):
            self.add_error("unsafe_reason", _now("Say why it is not safe to tell this person"))
        email = answers.get("email")
        if email and ("@" not in email.strip("@") or " " in email):
            self.add_error("email", _now("Enter an email address like name@example.org"))
        return answers


class MarkerForm(forms.PlainForm):
    """A lasting concern."""

    submission_key = fields.SubmissionKeyField()
    marker = fields.RadioField(
        label=_("What is the concern?"), choices=fields.answers(vocabulary.Marker)
    )
    evidence = fields.LongTextField(
        label=_("What do you base it on?"),
        hint=_("Facts, with where they come from. The child may read this one day."),
    )
    supplied_by = supplied_by()
