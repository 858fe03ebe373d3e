"""The questions of a correction: the whole of it as it should have been, and what was wrong."""

from datetime import datetime

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wayhome.interfaces.pages.found import forms as found
from wayhome.interfaces.pages.interviews import forms as interviews
from wayhome.interfaces.pages.search import forms as search
from wayhome.interfaces.pages.shared import fields, forms, moment_fields
from wayhome.rules import reasons, told, vocabulary


class CorrectionForm(forms.PlainForm):
    """What every correction asks. `initial` is what was recorded."""

    why = fields.LongTextField(
        label=_("What was wrong, and how do you know?"),
        hint=_("This is shown beside what was recorded first, with your name."),
        max_length=1000,
        rows=3,
    )

    def clean(self):
        """Something is different. A time left as it is shown stays the same to the second."""
        answers = super().clean() or {}
        for name, recorded in self.initial.items():
            if isinstance(recorded, datetime) and answers.get(name) == _to_the_minute(recorded):
                answers[name] = recorded
        if not self.errors and self._is_as_recorded(answers):
            self.add_error(None, _now("Nothing is different yet. Change what was wrong"))
        return answers

    def _is_as_recorded(self, answers):
        return all(answers.get(name) == recorded for name, recorded in self.initial.items())


def _to_the_minute(at):
    return at.replace(second=0, microsecond=0)


class LocatedForm(CorrectionForm, found.LocatedForm):
    """When, where or by whom the child was located."""


class ReturnedForm(CorrectionForm, found.ReturnedForm):
    """When or to where the child returned, or how the absence ended without a return."""

    to = fields.RadioField(
        label=_("Where did the child return to?"), choices=fields.answers(vocabulary.ReturnedTo)
    )


class SeenForm(CorrectionForm, found.SeenForm):
    """When or how police saw the child."""


class SightingForm(CorrectionForm, search.SightingForm):
    """What somebody saw."""


class AnswerForm(CorrectionForm):
    """The answer to one of the call handler's questions."""

    submission_key = fields.SubmissionKeyField()
    answer = fields.LongTextField(label=_("What is the right answer?"), rows=3)
    supplied_by = fields.TextField(label=_("Who said this?"))
    supplier_contact = fields.TextField(label=_("How can they be reached?"), required=False)
    learned_at = moment_fields.MomentField(
        label=_("When was this learned?"),
        hint=_("For example, today 14:20. Leave empty if it was just now."),
        required=False,
    )
    field_order = ("answer", "supplied_by", "supplier_contact", "learned_at", "why")

    def said(self, topic):
        """The answer, in the words of the rules."""
        answers = self.cleaned_data
        return told.TopicAnswer(
            topic,
            answers["answer"],
            answers["supplied_by"],
            answers["supplier_contact"],
            answers["learned_at"],
        )


class OfferForm(CorrectionForm, interviews.OfferForm):
    """When, how or by whom an interview was offered."""


class OfferAnswerForm(CorrectionForm, interviews.AnswerForm):
    """What the child really answered; perhaps nothing yet."""

    answer = fields.RadioField(
        label=_("What did the child say?"),
        choices=lambda: [
            *interviews.answers_to_an_offer(),
            ("no_answer", _now("Nothing yet: this was not their answer")),
        ],
    )

    def said(self):
        """The answer, in the words of the rules."""
        answers = self.cleaned_data
        declined = answers["answer"] == vocabulary.OfferAnswer.DECLINED
        return told.Answered(
            vocabulary.OfferAnswer(answers["answer"]),
            reasons.DeclineReason(answers["reason"]) if declined else None,
            answers["words"],
        )


class AttemptForm(CorrectionForm, interviews.TryForm):
    """When, how or with what outcome somebody tried to reach the child."""


class NotOfferedForm(CorrectionForm, interviews.NotOfferedForm):
    """Why no interview could be offered."""
