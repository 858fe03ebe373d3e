"""The questions about how an absence ended: located, returned, seen, closed, finalised."""

from django.utils.translation import gettext_lazy as _

from wayhome.interfaces.pages.shared import fields, forms, moment_fields
from wayhome.rules import reasons, vocabulary

RETURNED_TO = tuple(
    place for place in vocabulary.ReturnedTo if place is not vocabulary.ReturnedTo.DIED
)
SEEN_ALONE = {"yes": True, "no": False}


class LocatedForm(forms.PlainForm):
    """Whereabouts are known."""

    submission_key = fields.SubmissionKeyField()
    at = moment_fields.MomentField(label=_("When was the child located?"))
    place = fields.TextField(label=_("Where is the child?"), max_length=300)
    found_by = fields.RadioField(
        label=_("Who found the child?"), choices=fields.answers(vocabulary.FoundBy)
    )
    circumstances = fields.LongTextField(
        label=_("How was the child, and what is happening now?"),
        hint=_(
            "Is the child safe? Who is with them? If they do not want to go back, say what they "
            "said about it."
        ),
        required=False,
    )


class ReturnedForm(forms.PlainForm):
    """The child is back, or safe somewhere else."""

    submission_key = fields.SubmissionKeyField()
    at = moment_fields.MomentField(label=_("When did the child return?"))
    to = fields.RadioField(
        label=_("Where did the child return to?"), choices=fields.answers(RETURNED_TO)
    )
    found_by = fields.RadioField(
        label=_("Who found the child?"), choices=fields.answers(vocabulary.FoundBy)
    )
    circumstances = fields.LongTextField(
        label=_("How is the child?"),
        hint=_("What they need now, and anything they want others to know."),
        required=False,
    )

    def __init__(self, *given, was_located=False, **named):
        """A child who was located first has already been found by somebody."""
        super().__init__(*given, **named)
        if was_located:
            del self.fields["found_by"]


class DiedForm(forms.PlainForm):
    """The child has died. Nothing is asked here that can wait."""

    submission_key = fields.SubmissionKeyField()
    at = moment_fields.MomentField(
        label=_("When did the child die?"),
        hint=_("If that is not known, say when they were found. For example, today 14:20."),
    )
    circumstances = fields.LongTextField(
        label=_("What must the others know now?"),
        hint=_("Who has told the family, and who is with them. The rest can wait."),
        required=False,
    )


class SeenForm(forms.PlainForm):
    """The prevention interview."""

    submission_key = fields.SubmissionKeyField()
    at = moment_fields.MomentField(label=_("When did police see the child?"))
    mode = fields.RadioField(
        label=_("How was the child seen?"),
        choices=fields.answers(vocabulary.PreventionMode),
        hints={
            "face_to_face": _("The usual way: somebody saw that the child is well."),
            "through_reporter": _("Nobody from the police spoke to the child."),
        },
    )
    present = fields.TextField(
        label=_("Who was there?"),
        hint=_("Names and who they are to the child. A child may want somebody with them."),
        max_length=300,
        required=False,
    )
    seen_alone = fields.RadioField(
        label=_("Was the child also spoken to alone?"),
        choices=[("yes", _("Yes")), ("no", _("No")), ("not_known", _("Not known"))],
        layout="govuk-radios--inline",
    )
    harm = fields.CheckboxesField(
        label=_("What harm did the child meet?"),
        hint=_("Tick all that the child spoke of or that you saw. Leave empty if there was none."),
        choices=fields.answers(reasons.Harm),
    )
    harm_detail = fields.LongTextField(label=_("What happened?"), required=False)
    account = fields.LongTextField(
        label=_("What did the child say?"),
        hint=_(
            "Where they were, who with, why they went and what would help. The child may read "
            "this one day."
        ),
        required=False,
    )
    referrals = fields.LongTextField(
        label=_("Who else was asked to help?"),
        hint=_("Referrals made, to whom and when: health, social care, school, a crime report."),
        required=False,
        rows=3,
    )

    @property
    def was_seen_alone(self):
        """Whether the child was seen alone: yes, no, or not known."""
        return SEEN_ALONE.get(self.cleaned_data["seen_alone"])


class PoliceRecordForm(forms.PlainForm):
    """The force's record closes."""

    submission_key = fields.SubmissionKeyField()
    summary = fields.LongTextField(
        label=_("What was found out, and what would help find this child sooner next time?")
    )


class FinaliseForm(forms.PlainForm):
    """The council's record is finalised."""

    submission_key = fields.SubmissionKeyField()
    summary = fields.LongTextField(
        label=_("What came of this episode for the child?"),
        hint=_("What was learned, what was agreed and who carries it on."),
    )
