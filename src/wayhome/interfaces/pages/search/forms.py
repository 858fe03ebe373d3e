"""The questions about where the child was seen, and where they may be."""

from django.utils.translation import gettext_lazy

from wayhome.interfaces.pages.shared import fields, forms, moment_fields
from wayhome.rules import told, vocabulary


class SightingForm(forms.PlainForm):
    """Somebody saw, or may have seen, the child."""

    submission_key = fields.SubmissionKeyField()
    at = moment_fields.MomentField(label=gettext_lazy("When was the child seen?"))
    place = fields.TextField(label=gettext_lazy("Where?"), max_length=300)
    certainty = fields.RadioField(
        label=gettext_lazy("How sure are they?"), choices=fields.answers(vocabulary.Certainty)
    )
    source_name = fields.TextField(
        label=gettext_lazy("Who saw the child?"),
        hint=gettext_lazy("A name, or words like “bus driver” or “camera at the station”"),
    )
    source_contact = fields.TextField(
        label=gettext_lazy("How can they be reached?"), required=False
    )
    description = fields.LongTextField(
        label=gettext_lazy("What did they see?"),
        hint=gettext_lazy("How the child was, with whom, which way they went"),
        required=False,
        rows=3,
    )
    done = fields.LongTextField(
        label=gettext_lazy("What has been done about it?"), required=False, rows=2
    )

    def said(self) -> told.Sighting:
        """The sighting, in the words of the rules."""
        return told.Sighting(
            at=self.cleaned_data["at"],
            place=self.cleaned_data["place"],
            certainty=vocabulary.Certainty(self.cleaned_data["certainty"]),
            source_name=self.cleaned_data["source_name"],
            source_contact=self.cleaned_data["source_contact"],
            description=self.cleaned_data["description"],
            done=self.cleaned_data["done"],
        )


class HypothesisForm(forms.PlainForm):
    """An idea of where the child may be."""

    submission_key = fields.SubmissionKeyField()
    where = fields.TextField(label=gettext_lazy("Where may the child be?"), max_length=300)
    why = fields.LongTextField(label=gettext_lazy("What makes you think so?"), rows=4)

    def said(self) -> told.Hypothesis:
        """The idea, in the words of the rules."""
        return told.Hypothesis(self.cleaned_data["where"], self.cleaned_data["why"])
