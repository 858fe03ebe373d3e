"""The questions of a missing report. Only who reports and why they worry must be answered."""

from dataclasses import dataclass
from uuid import UUID

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayhome.interfaces.pages.intake import answers
from wayhome.interfaces.pages.shared import fields, forms, moment_fields
from wayhome.rules import factors, vocabulary

LIKELY_CHANNELS = (
    vocabulary.Channel.TELEPHONE,
    vocabulary.Channel.IN_PERSON,
    vocabulary.Channel.FORM,
)
SOMEBODY_ELSE = "other"
# As they stand on the page, so that what is wrong is listed in that order; the topics come between.
FIRST = (
    *("submission_key", "reporter_name", "reporter_telephone", "reporter_relationship"),
    *("child_id", "given_name", "family_name", "date_of_birth", "age_stated"),
    *("description", "clothing", "known_as"),
    *("last_seen_at", "last_seen_place", "last_seen_by", "missing_from", "council_id"),
)
LAST = ("channel", "police_reference", "type", "reported_at")
IN_THE_MINIMUM = {"worry": "why_worried", "tried": "tried"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which questions this person is asked besides the ones that everybody is."""

    topics: bool = False
    placed: tuple[tuple[str, str], ...] = ()
    councils: tuple[tuple[str, str], ...] = ()


class ChosenChildField(django_forms.UUIDField):
    """The child already known that was chosen, if one was."""

    component = "hidden"
    widget = django_forms.HiddenInput

    def __init__(self):
        """None when nobody was chosen."""
        super().__init__(label="", required=False)
        self.error_messages["invalid"] = gettext_lazy("Choose the child again")

    def to_python(self, value):
        """A child who was in no list is nobody who was chosen."""
        return None if value == SOMEBODY_ELSE else super().to_python(value)


class ReportForm(forms.PlainForm):
    """One missing report. A name, a date of birth and a time that are not known may be left."""

    submission_key = fields.SubmissionKeyField()
    reporter_name = fields.TextField(label=gettext_lazy("Name of the person reporting"))
    reporter_telephone = fields.TextField(
        label=gettext_lazy("Telephone number"),
        hint=gettext_lazy("If there is none, say how else to reach them."),
        max_length=40,
        look=fields.Look(width="govuk-input--width-20", inputmode="text"),
    )
    reporter_relationship = fields.TextField(
        label=gettext_lazy("Who they are to the child"),
        hint=gettext_lazy("For example, mother, foster carer, key worker"),
        max_length=100,
        required=False,
    )
    given_name = answers.NameField(label=gettext_lazy("First name"))
    family_name = answers.NameField(label=gettext_lazy("Family name"))
    known_as = answers.NameField(label=gettext_lazy("Other name they use"))
    date_of_birth = moment_fields.DayField(
        label=gettext_lazy("Date of birth"),
        hint=gettext_lazy("For example, 27 3 2011"),
        required=False,
    )
    age_stated = answers.AgeField(
        label=gettext_lazy("Age"), hint=gettext_lazy("If the date of birth is not known")
    )
    description = fields.LongTextField(
        label=gettext_lazy("What do they look like?"),
        hint=gettext_lazy("Height, build, hair, anything that stands out. No photograph needed."),
        required=False,
        rows=2,
    )
    clothing = fields.LongTextField(
        label=gettext_lazy("What are they wearing, and what do they have with them?"),
        hint=gettext_lazy("Clothes, bag, phone, money, medicine"),
        required=False,
        rows=2,
    )
    last_seen_at = moment_fields.MomentField(
        label=gettext_lazy("When were they last seen?"), required=False
    )
    last_seen_place = fields.TextField(
        label=gettext_lazy("Where were they last seen?"), max_length=300, required=False
    )
    last_seen_by = fields.TextField(label=gettext_lazy("Who saw them last?"), required=False)
    missing_from = fields.TextField(
        label=gettext_lazy("Where should they be now?"),
        hint=gettext_lazy("For example, home, placement, school"),
        max_length=300,
        required=False,
    )
    why_worried = fields.LongTextField(label=gettext_lazy("Why are you worried?"), rows=4)
    tried = fields.LongTextField(
        label=gettext_lazy("What has been done to find them?"),
        hint=gettext_lazy("Calls, friends, places checked"),
        required=False,
        rows=3,
    )
    council_id = fields.SelectField(
        label=gettext_lazy("Which council area are they missing from?"),
        hint=gettext_lazy("So that the right children’s services are told."),
        choices=[],
        required=False,
    )
    type = fields.SelectField(
        label=gettext_lazy("What kind of absence is it?"),
        hint=gettext_lazy("Every kind gets a level of risk, an owner, steps and a review."),
        choices=fields.answers(vocabulary.EpisodeType),
    )
    channel = fields.SelectField(
        label=gettext_lazy("How did the report reach you?"),
        choices=fields.answers(LIKELY_CHANNELS),
    )
    police_reference = fields.TextField(
        label=gettext_lazy("Police log number"),
        max_length=60,
        required=False,
        look=fields.Look(width="govuk-input--width-20"),
    )
    reported_at = moment_fields.MomentField(
        label=gettext_lazy("If it was written on paper first: when was it reported?"),
        hint=gettext_lazy(
            "Leave this blank otherwise. It is recorded as reported then, and keyed in later."
        ),
        required=False,
    )
    child_id = ChosenChildField()

    def __init__(self, *given, asked, **named):
        """`asked` says which questions this person has besides the ones that everybody has."""
        super().__init__(*given, **named)
        self.asked = asked
        if asked.placed:
            self.fields["child_id"] = placed_field(asked.placed)
        if asked.councils:
            self.fields["council_id"].choices = asked.councils  # type: ignore[attr-defined]  # a SelectField
            self.fields["council_id"].required = True
        else:
            del self.fields["council_id"]
        if asked.topics:
            self._ask_topics()
        else:
            del self.fields["channel"], self.fields["police_reference"]
        asked_between = [name for pair in self.topics for name in pair] or ["why_worried", "tried"]
        self.order_fields([*FIRST, *asked_between, *LAST])

    def _ask_topics(self):
        for number, topic in enumerate(factors.TOPICS, start=1):
            name = name_of(topic.code)
            label = _("%(number)s. %(question)s") % {
                "number": number,
                "question": _(topic.question),
            }
            if name in self.fields:
                self.fields[name].label = label
            else:
                self.fields[name] = fields.LongTextField(
                    label=label, hint=_(topic.hint) if topic.hint else "", required=False, rows=2
                )
            self.fields[said_by(name)] = fields.TextField(
                label=_("Who said this, if not the person reporting?"),
                required=False,
                look=fields.Look(width="govuk-input--width-20"),
            )

    def know_care(self):
        """Ask for no council: who cares for the child that was chosen is known."""
        if "council_id" in self.fields:
            self.fields["council_id"].required = False

    @property
    def topics(self):
        """The names of the twelve questions, each with the name of who answered it."""
        if not self.asked.topics:
            return []
        return [(name_of(topic.code), said_by(name_of(topic.code))) for topic in factors.TOPICS]

    def clean_last_seen_at(self):
        """To the minute: "now" means the same when the same form arrives twice."""
        seen = self.cleaned_data["last_seen_at"]
        return seen.replace(second=0, microsecond=0) if seen else None

    def clean_reported_at(self):
        """To the minute, as a paper says it."""
        said = self.cleaned_data["reported_at"]
        return said.replace(second=0, microsecond=0) if said else None

    def clean_child_id(self):
        """A child chosen from a list, or none."""
        chosen = self.cleaned_data["child_id"]
        return None if chosen in ("", SOMEBODY_ELSE) else chosen


def placed_field(placed):
    """The children who live with the carer, to choose from."""
    return fields.RadioField(
        label=_("Which child is missing?"),
        choices=[*placed, (SOMEBODY_ELSE, _("A child who is not in this list"))],
    )


def name_of(topic):
    """The name of the question about a topic."""
    return IN_THE_MINIMUM.get(topic, f"topic_{topic}")


def said_by(name):
    """The name of the question who answered another question."""
    return f"{name}_said_by"


def chosen_in(typed):
    """The child chosen so far in what was typed, or None."""
    try:
        return UUID((typed.get("child_id") or [""])[-1])
    except ValueError:
        return None
