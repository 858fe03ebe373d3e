"""The questions of a correction: the whole of it as it should have been, and what was wrong."""

from datetime import datetime

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wayhome.interfaces.pages.found import forms as found
from wayhome.interfaces.pages.search import forms as search
from wayhome.interfaces.pages.shared import fields, forms, moment_fields
from wayhome.rules import told, vocabulary


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
