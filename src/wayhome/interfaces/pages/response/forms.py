"""The questions of the response: steps, reviews, handovers, duties, telling the family, type."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayhome.interfaces.pages.shared import fields, forms, moment_fields, sparse
from wayhome.rules import told, vocabulary

HOW = (
    ("in_person", gettext_lazy("In person")),
    ("telephone", gettext_lazy("By telephone")),
    ("message", gettext_lazy("By message, and they answered")),
)


class KeyForm(forms.PlainForm):
    """A deed of one button."""

    submission_key = fields.SubmissionKeyField()


class StepForm(forms.PlainForm):
    """A step somebody adds."""

    submission_key = fields.SubmissionKeyField()
    title = fields.TextField(
        label=gettext_lazy("What is to be done?"),
        hint=gettext_lazy("Begin with what to do, like: ask her aunt whether she has called"),
        max_length=300,
    )
    post_id = fields.SelectField(label=gettext_lazy("Who is to do it?"), choices=[])
    due_at = moment_fields.MomentField(
        label=gettext_lazy("By when?"), toward=moment_fields.Toward.AHEAD
    )
    detail = fields.LongTextField(
        label=gettext_lazy("Anything they need to know"), required=False, rows=3
    )

    def __init__(self, *given, posts, **named):
        """`posts` are those of the agencies that have a part, by identifier."""
        super().__init__(*given, **named)
        self.fields["post_id"].choices = _choices(posts)  # type: ignore[attr-defined]  # a SelectField

    def said(self) -> told.Step:
        """The step, in the words of the rules."""
        return told.Step(
            title=self.cleaned_data["title"],
            post_id=UUID(self.cleaned_data["post_id"]),
            due_at=self.cleaned_data["due_at"],
            detail=self.cleaned_data["detail"],
        )


class DoneForm(forms.PlainForm):
    """A step that was done."""

    submission_key = fields.SubmissionKeyField()
    outcome = fields.LongTextField(
        label=gettext_lazy("What came of it?"),
        hint=gettext_lazy("Also when nothing did: that is worth knowing."),
        rows=4,
    )


class ReviewForm(forms.PlainForm):
    """A review that was held."""

    submission_key = fields.SubmissionKeyField()
    findings = fields.LongTextField(
        label=gettext_lazy("What did you consider, and what did you decide?"),
        hint=gettext_lazy("The level of risk, the steps, what is new, what is still not known."),
        rows=8,
    )


class HandoverForm(forms.PlainForm):
    """An offer to hand the episode over."""

    submission_key = fields.SubmissionKeyField()
    to_post_id = fields.SelectField(label=gettext_lazy("Who should own this episode?"), choices=[])
    why = fields.LongTextField(
        label=gettext_lazy("Why, and what do they need to know?"),
        hint=gettext_lazy("What is under way now, and what comes next."),
    )

    def __init__(self, *given, posts, **named):
        """`posts` are those it may be offered to, by identifier."""
        super().__init__(*given, **named)
        self.fields["to_post_id"].choices = _choices(posts)  # type: ignore[attr-defined]  # a SelectField


class ReasonForm(forms.PlainForm):
    """A no that says why."""

    submission_key = fields.SubmissionKeyField()
    reason = fields.LongTextField(label=gettext_lazy("Why?"), max_length=500, rows=4)

    def __init__(self, *given, label, hint="", **named):
        """`label` asks for the reason of this no."""
        super().__init__(*given, **named)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = hint


class FamilyForm(sparse.SparseForm):
    """Whether a parent or carer was told."""

    submission_key = fields.SubmissionKeyField()
    was_told = fields.RadioField(
        label=gettext_lazy("Have they been told?"),
        choices=lambda: [
            ("yes", _("Yes")),
            ("no", _("No, it was decided not to tell them")),
        ],
    )
    how = fields.RadioField(label=gettext_lazy("How were they told?"), choices=HOW, required=False)
    reason = fields.LongTextField(
        label=gettext_lazy("Why were they not told?"),
        hint=gettext_lazy("The reason is kept."),
        max_length=500,
        required=False,
        rows=3,
    )

    def __init__(self, *given, is_unsafe=False, **named):
        """Where telling is unsafe there is nothing to ask but why it was not done."""
        super().__init__(*given, **named)
        if is_unsafe:
            del self.fields["was_told"], self.fields["how"]
            self.fields["reason"].required = True

    def clean(self):
        """A yes says how; a no says why."""
        answers = super().clean() or {}
        if answers.get("was_told") == "yes" and not answers.get("how"):
            self.add_error("how", _("Choose how they were told"))
        if answers.get("was_told") == "no" and not answers.get("reason"):
            self.add_error("reason", _("Say why they were not told"))
        return answers


class DecidedForm(sparse.SparseForm):
    """Whether a decision not to tell a parent or carer still stands."""

    submission_key = fields.SubmissionKeyField()
    stands = fields.RadioField(
        label=gettext_lazy("Does the decision not to tell them still stand?"),
        choices=lambda: [
            ("yes", _("Yes: they are not to be told")),
            ("no", _("No: they may be told now, and are to be told")),
        ],
    )
    reason = fields.LongTextField(
        label=gettext_lazy("Why?"), hint=gettext_lazy("The reason is kept."), max_length=500, rows=3
    )


class TypeForm(forms.PlainForm):
    """Another type of episode."""

    submission_key = fields.SubmissionKeyField()
    type = fields.RadioField(
        label=gettext_lazy("What kind of absence is it?"),
        choices=fields.answers(vocabulary.EpisodeType),
    )
    reason = fields.LongTextField(label=gettext_lazy("Why does it change?"), rows=3)


def _choices(posts):
    return [(str(post_id), words) for post_id, words in posts.items()]
