"""The questions about a child's protection: seals, joins, and text kept enciphered."""

from django.utils.translation import gettext_lazy as _

from wayhome.interfaces.pages.interviews.forms import ChoosingForm
from wayhome.interfaces.pages.shared import fields, forms, moment_fields
from wayhome.rules.vocabulary import Lowered, SealKind

NAMED_HINT = _("Only these people, and you, will know that the record is here.")


class SealForm(ChoosingForm):
    """Seal the record to a list."""

    submission_key = fields.SubmissionKeyField()
    kind = fields.RadioField(label=_("Why is it sealed?"), choices=fields.answers(SealKind))
    why = fields.LongTextField(label=_("What makes it needed?"), hint=_("Kept enciphered."), rows=3)
    named = fields.CheckboxesField(
        label=_("Who is on the list?"), hint=NAMED_HINT, choices=[], required=True
    )

    def __init__(self, *given, named=(), **more):
        """`named` are those who may be on the list: (identifier, name)."""
        super().__init__(*given, **more)
        self.choose_from("named", named)


class OfASealForm(ChoosingForm):
    """What is asked about one of the seals that stand; where there is one, it is chosen."""

    def choose_seal(self, marks):
        """`marks` are the seals: (identifier, words)."""
        self.choose_from("mark", marks)
        if len(marks) == 1:
            self.initial.setdefault("mark", marks[0][0])


class LowerForm(OfASealForm):
    """Ask that a seal be lowered."""

    submission_key = fields.SubmissionKeyField()
    mark = fields.RadioField(label=_("Which seal?"), choices=[])
    what = fields.RadioField(label=_("What should be done?"), choices=fields.answers(Lowered))
    practitioner = fields.SelectField(
        label=_("Who should be added?"),
        hint=_("Only to add somebody to the list."),
        choices=[],
        required=False,
    )
    why = fields.LongTextField(label=_("Why is it safe?"), hint=_("Kept enciphered."), rows=3)

    def __init__(self, *given, marks=(), named=(), **more):
        """`marks` are the seals that stand and `named` the people: (identifier, words)."""
        super().__init__(*given, **more)
        self.choose_seal(marks)
        self.choose_from("practitioner", [("", ""), *named])

    def clean(self):
        """Whom it adds, where it adds somebody."""
        answers = super().clean() or {}
        if answers.get("what") == Lowered.NAME and not answers.get("practitioner"):
            self.add_error("practitioner", _("Choose who should be added"))
        return answers


class TakeOffForm(OfASealForm):
    """Take somebody off the list of a seal."""

    submission_key = fields.SubmissionKeyField()
    mark = fields.RadioField(label=_("Which seal?"), choices=[])
    practitioner = fields.SelectField(
        label=_("Who should be taken off?"),
        hint=_("They will be told that there is no such child."),
        choices=[],
    )
    why = fields.LongTextField(label=_("Why?"), rows=3)

    def __init__(self, *given, marks=(), named=(), **more):
        """`marks` are the seals that stand and `named` those on their lists."""
        super().__init__(*given, **more)
        self.choose_seal(marks)
        self.choose_from("practitioner", [("", ""), *named])


class JoinForm(forms.PlainForm):
    """Join this record with another of the same child."""

    submission_key = fields.SubmissionKeyField()
    reference = fields.TextField(label=_("Reference of the other record"), max_length=20)
    why = fields.LongTextField(
        label=_("How do you know that they are one child?"),
        hint=_("Brothers, sisters and twins share a birthday, a name or a home."),
        rows=3,
    )


class WhyForm(forms.PlainForm):
    """A reason, and nothing else."""

    submission_key = fields.SubmissionKeyField()
    why = fields.LongTextField(label=_("Why?"), rows=3)


class AddressForm(forms.PlainForm):
    """A protected address."""

    submission_key = fields.SubmissionKeyField()
    text = fields.LongTextField(label=_("Address"), rows=3, max_length=500)
    kept_from = fields.TextField(label=_("Who must not learn it?"))
    why = fields.LongTextField(label=_("Why not?"), rows=3)
    since = moment_fields.MomentField(label=_("Since when does the child live there?"))


class ListedForm(ChoosingForm):
    """A confidential source, or legal advice, and who else reads it."""

    submission_key = fields.SubmissionKeyField()
    text = fields.LongTextField(label=_("What is to be kept?"), hint=_("Kept enciphered."))
    readers = fields.CheckboxesField(
        label=_("Who else may read it?"),
        hint=_("You may. Nobody else may, whatever their post."),
        choices=[],
    )

    def __init__(self, *given, named=(), **more):
        """`named` are those who may be on the list: (identifier, name)."""
        super().__init__(*given, **more)
        self.choose_from("readers", named)


class OutcomeForm(forms.PlainForm):
    """What became of word that came in."""

    submission_key = fields.SubmissionKeyField()
    outcome = fields.LongTextField(
        label=_("What became of it?"), hint=_("Kept enciphered."), rows=3
    )
