"""The questions of a return home interview: referred, offered, tried, answered, held, released."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from wayhome.interfaces.pages.shared import fields, forms, moment_fields, presenters
from wayhome.rules import reasons, vocabulary

HOW = (
    gettext_noop("in person"),
    gettext_noop("by telephone"),
    gettext_noop("by message"),
    gettext_noop("by letter"),
    gettext_noop("through a parent or carer"),
    gettext_noop("through somebody the child trusts"),
)
MANY = ("push", "pull", "harms")
MAY_READ = _("The child may read this one day.")


def ways():
    """The ways of reaching a child, in the reader's language."""
    return [(how, presenters.sentence(how)) for how in HOW]


class ChoosingForm(forms.PlainForm):
    """A form that learns what may be chosen when it is made."""

    def choose_from(self, name, offered):
        """The answers a question offers: (code, words)."""
        field: Any = self.fields[name]
        field.choices = list(offered)


class ReferForm(ChoosingForm):
    """Ask a provider to offer the interview."""

    submission_key = fields.SubmissionKeyField()
    provider = fields.RadioField(label=_("Who should offer the interview?"), choices=[])
    note = fields.LongTextField(
        label=_("What would help them reach the child?"),
        hint=_(
            "For example a good time to call, a language, or somebody the child trusts. Leave out "
            "what they do not need."
        ),
        required=False,
        rows=4,
    )

    def __init__(self, *given, providers=(), **named):
        """`providers` are the agencies that hold interviews: (identifier, name)."""
        super().__init__(*given, **named)
        self.choose_from("provider", providers)


class OfferForm(forms.PlainForm):
    """An interview was offered."""

    submission_key = fields.SubmissionKeyField()
    at = moment_fields.MomentField(label=_("When was the interview offered?"))
    how = fields.RadioField(label=_("How was it offered?"), choices=ways)
    offered_by_name = fields.TextField(
        label=_("Who offered it?"), hint=_("Leave empty if it was you."), required=False
    )


class TryForm(forms.PlainForm):
    """A try at reaching the child."""

    submission_key = fields.SubmissionKeyField()
    at = moment_fields.MomentField(label=_("When did you try?"))
    how = fields.RadioField(label=_("How did you try?"), choices=ways)
    outcome = fields.LongTextField(label=_("What happened?"), hint=MAY_READ, rows=4)


def answers_to_an_offer():
    """What a child may answer, in the reader's language."""
    return [
        ("accepted", _now("Yes, the child would like to talk")),
        ("declined", _now("No, not this time")),
    ]


class AnswerForm(forms.PlainForm):
    """What the child said to an offer."""

    submission_key = fields.SubmissionKeyField()
    answer = fields.RadioField(label=_("What did the child say?"), choices=answers_to_an_offer)
    reason = fields.RadioField(
        label=_("If no: why?"),
        hint=_("Ask kindly; the child need not say. It helps to make the next offer a better one."),
        choices=fields.answers(reasons.DeclineReason),
        required=False,
    )
    words = fields.LongTextField(
        label=_("The child’s own words"), hint=MAY_READ, required=False, rows=3
    )

    def clean(self):
        """A decline comes with a reason, if only that none was given."""
        answers = super().clean() or {}
        if answers.get("answer") == "declined" and not answers.get("reason"):
            self.add_error(
                "reason", _("Choose why, or choose “Gave no reason” if the child did not say")
            )
        return answers


class NotOfferedForm(forms.PlainForm):
    """Why no interview could be offered."""

    submission_key = fields.SubmissionKeyField()
    reason = fields.RadioField(
        label=_("Why could no interview be offered?"),
        choices=fields.answers(reasons.NotOfferedReason),
    )
    explanation = fields.LongTextField(
        label=_("What was tried, and what happens instead?"),
        hint=_("Your name is kept with this as the person who authorised it."),
    )


class TakenBackForm(forms.PlainForm):
    """Why it is no longer so that no interview could be offered."""

    submission_key = fields.SubmissionKeyField()
    why = fields.LongTextField(
        label=_("Why can the interview be offered after all?"),
        hint=_("This is kept beside why it was not offered, with your name."),
        max_length=1000,
        rows=3,
    )


class HeldForm(ChoosingForm):
    """The interview itself, in the child's words, in codes and in three parts."""

    submission_key = fields.SubmissionKeyField()
    at = moment_fields.MomentField(label=_("When did you talk?"))
    interviewer = fields.SelectField(
        label=_("Who talked with the child?"),
        hint=_("Somebody who does not care for the child and is not their social worker."),
        choices=[],
    )
    provider_type = fields.RadioField(
        label=_("What kind of service is this?"), choices=fields.answers(vocabulary.ProviderType)
    )
    place = fields.TextField(
        label=_("Where did you talk?"),
        hint=_("A place the child chose, if they could."),
        required=False,
    )
    present = fields.TextField(label=_("Who else was there?"), max_length=300, required=False)
    covers = fields.CheckboxesField(
        label=_("Did you also talk about other times away?"),
        hint=_("Tick each one this talk covers. Each keeps its own offer and answer."),
        choices=[],
    )
    own_words = fields.LongTextField(
        label=_("The child’s own words"),
        hint=_("Write what the child said as they said it. Do not tidy it."),
        max_length=10000,
        required=False,
        rows=8,
    )
    confidential = fields.LongTextField(
        label=_("What the child asked you to keep to yourselves"), max_length=10000, required=False
    )
    push = fields.CheckboxesField(
        label=_("What made the child want to leave?"), choices=fields.answers(reasons.Push)
    )
    pull = fields.CheckboxesField(
        label=_("What made the child want to go there?"), choices=fields.answers(reasons.Pull)
    )
    harms = fields.CheckboxesField(
        label=_("Was the child harmed while away?"), choices=fields.answers(reasons.Harm)
    )
    would_help = fields.LongTextField(
        label=_("What does the child say would help?"), required=False, rows=4
    )
    carer_view = fields.LongTextField(
        label=_("What does the parent or carer think?"), required=False, rows=4
    )
    shareable = fields.LongTextField(
        label=_("What others should know to keep the child safe and help"),
        hint=_(
            "Agree these words with the child if you can. They are shown beside the next risk "
            "assessment."
        ),
        max_length=10000,
        required=False,
    )
    where_and_with_whom = fields.LongTextField(
        label=_("Where was the child, and who with?"), required=False, rows=4
    )
    intelligence = fields.LongTextField(
        label=_("What police should know about people, places, cars or phones"),
        max_length=10000,
        required=False,
    )

    def __init__(self, *given, interviewers=(), others=(), **named):
        """`interviewers` and `others` (other times away) are (identifier, words)."""
        super().__init__(*given, **named)
        self.choose_from("interviewer", interviewers)
        self.choose_from("covers", others)
        if not others:
            del self.fields["covers"]
        for name in MANY:
            field: Any = self.fields[name]
            field.layout = "govuk-checkboxes--small wh-columns"

    def clean(self):
        """An interview says something: at least one of its parts has words."""
        answers = super().clean() or {}
        spoken = ("own_words", "confidential", "shareable", "intelligence", "would_help")
        if not self.errors and not any(answers.get(name) for name in spoken):
            self.add_error(
                "own_words",
                _("Write down what the child said. If they said nothing, record a try instead"),
            )
        return answers


class ReleaseForm(forms.PlainForm):
    """The decision about one part."""

    submission_key = fields.SubmissionKeyField()
    released = fields.RadioField(
        label=_("What do you decide?"),
        choices=lambda: [("yes", _now("Release this part")), ("no", _now("Hold this part back"))],
    )
    reason = fields.LongTextField(
        label=_("Why?"),
        hint=_("Say what the child was told and agreed to."),
        max_length=1000,
        rows=3,
    )
