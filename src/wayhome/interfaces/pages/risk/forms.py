"""The questions of the two keys: one side's assessment, a joint level, a signature, a challenge."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayhome.interfaces.pages.shared import fields, forms, presenters, sparse
from wayhome.rules import factors, told, vocabulary

MEANINGS = {
    vocabulary.Level.VERY_LOW: gettext_lazy("There is no apparent risk of harm to anyone."),
    vocabulary.Level.LOW: gettext_lazy("Harm to the child or to others is possible but minimal."),
    vocabulary.Level.MEDIUM: gettext_lazy("Harm is likely but not serious."),
    vocabulary.Level.HIGH: gettext_lazy("Serious harm is very likely. Act at once."),
}


def level_field(levels, *, label, required=True):
    """A level to choose, the gravest first, each with what it means."""
    return fields.RadioField(
        label=label,
        choices=[(level.value, presenters.sentence(level.label)) for level in reversed(levels)],
        hints={level.value: MEANINGS[level] for level in levels},
        required=required,
    )


class AssessmentForm(sparse.SparseForm):
    """One side's judgement. A factor nobody has answered is left out, never taken for a no."""

    submission_key = fields.SubmissionKeyField()
    reasons = fields.LongTextField(
        label=gettext_lazy("Why do you judge so?"),
        hint=gettext_lazy("What you know, and what you do not. The child may read this one day."),
    )
    would_change = fields.LongTextField(
        label=gettext_lazy("What would change your view?"),
        hint=gettext_lazy("For example, no answer from her phone by 22:00"),
        required=False,
        rows=3,
    )

    def __init__(self, *given, levels, **named):
        """`levels` are those that this partnership's protocol uses."""
        super().__init__(*given, **named)
        self.fields["level"] = level_field(levels, label=_("What level of risk do you judge?"))
        for factor in factors.FACTORS:
            self.fields |= _factor_fields(factor)
        self.order_fields(["submission_key", *self.factor_fields, "level", "reasons"])

    @property
    def factor_names(self):
        """The names of the three questions of each factor."""
        return [_factor_names(factor.code) for factor in factors.FACTORS]

    @property
    def factor_fields(self):
        """Every question about a factor, in order."""
        return [name for names in self.factor_names for name in names]

    def said(self) -> told.Assessment:
        """The assessment, in the words of the rules."""
        return told.Assessment(
            level=vocabulary.Level(self.cleaned_data["level"]),
            reasons=self.cleaned_data["reasons"],
            would_change=self.cleaned_data["would_change"],
            factors=tuple(
                told.Factor(
                    factor=factor.code,
                    answer=vocabulary.Answer(self.cleaned_data[answer]),
                    evidence=self.cleaned_data[evidence],
                    supplied_by=self.cleaned_data[supplied],
                )
                for factor in factors.FACTORS
                for answer, evidence, supplied in [_factor_names(factor.code)]
                if self.cleaned_data[answer]
            ),
        )


def _factor_names(code):
    return f"factor_{code}", f"evidence_{code}", f"supplied_{code}"


def _factor_fields(factor):
    answer, evidence, supplied = _factor_names(factor.code)
    return {
        answer: fields.RadioField(
            label=_(factor.question),
            choices=fields.answers(vocabulary.Answer),
            required=False,
            layout="govuk-radios--inline govuk-radios--small",
        ),
        evidence: fields.TextField(label=_("What shows it?"), max_length=1000, required=False),
        supplied: fields.TextField(label=_("Who said so?"), required=False),
    }


class JointForm(forms.PlainForm):
    """A joint level put forward for the other side to sign."""

    submission_key = fields.SubmissionKeyField()
    reasons = fields.LongTextField(
        label=gettext_lazy("Why this level?"),
        hint=gettext_lazy("What both sides have looked at together."),
    )
    explanation = fields.LongTextField(
        label=gettext_lazy("If it is lower than an assessment: why may it be lower?"),
        hint=gettext_lazy("Each side says this in its own words."),
        required=False,
        rows=3,
    )

    def __init__(self, *given, levels, **named):
        """`levels` are those that this partnership's protocol uses."""
        super().__init__(*given, **named)
        self.fields["level"] = level_field(
            levels, label=_("What level do you put forward for both sides?")
        )
        self.order_fields(["submission_key", "level", "reasons", "explanation"])

    def said(self) -> told.JointAssessment:
        """The joint level, in the words of the rules."""
        return told.JointAssessment(
            level=vocabulary.Level(self.cleaned_data["level"]),
            reasons=self.cleaned_data["reasons"],
            explanation=self.cleaned_data["explanation"],
        )


class SignForm(forms.PlainForm):
    """The second signature."""

    submission_key = fields.SubmissionKeyField()
    explanation = fields.LongTextField(
        label=gettext_lazy("Why may it be lower than an assessment?"),
        hint=gettext_lazy("In your own side’s words. It is kept beside the other side’s."),
        rows=3,
    )

    def __init__(self, *given, needs_explanation, **named):
        """The explanation is asked only for a level below an assessment."""
        super().__init__(*given, **named)
        if not needs_explanation:
            del self.fields["explanation"]


class ChallengeForm(forms.PlainForm):
    """What one rung of the ladder answers."""

    submission_key = fields.SubmissionKeyField()
    answer = fields.LongTextField(
        label=gettext_lazy("What is your answer, for your side?"),
        hint=gettext_lazy("What you looked at, whom you spoke to, and what should happen now."),
    )

    def __init__(self, *given, levels, **named):
        """`levels` are those that this partnership's protocol uses."""
        super().__init__(*given, **named)
        self.fields["level"] = level_field(
            levels, label=_("The level your side now stands by"), required=False
        )
