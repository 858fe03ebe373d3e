"""The questions about an export."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayhome.interfaces.pages.shared import fields, forms
from wayhome.platform import references
from wayhome.records.agencies import queries as agencies
from wayhome.rules import access, exports, facts
from wayhome.rules.vocabulary import Purpose

ABOUT = {
    exports.ExportKind.EPISODE: gettext_lazy("Needs the episode’s reference below"),
    exports.ExportKind.CHILD: gettext_lazy("Needs the child’s reference below"),
}


class AskForm(forms.PlainForm):
    """What is to be taken out, for whom, and why."""

    submission_key = fields.SubmissionKeyField()
    kind = fields.RadioField(
        label=gettext_lazy("What do you need?"),
        choices=fields.answers(exports.ExportKind),
        hints=ABOUT,
    )
    reference = fields.TextField(
        label=gettext_lazy("Reference"),
        needed_when=gettext_lazy("Needed for one episode or one child."),
        look=fields.Look(width="govuk-input--width-10"),
        max_length=20,
    )
    recipient_name = fields.TextField(
        label=gettext_lazy("Who is it for?"),
        hint=gettext_lazy("The name of one person, also if that is you"),
    )
    recipient_agency = fields.SelectField(
        label=gettext_lazy("Which agency are they of?"),
        hint=gettext_lazy("Only what that agency may read is in it"),
        choices=(),
    )
    purpose = fields.RadioField(
        label=gettext_lazy("What is it for?"), choices=fields.answers(Purpose)
    )
    reason = fields.LongTextField(
        label=gettext_lazy("Why is it needed outside Wayhome?"),
        hint=gettext_lazy("Whoever checks later reads this"),
        max_length=300,
        rows=3,
    )
    format = fields.RadioField(
        label=gettext_lazy("What kind of file?"), choices=fields.answers(exports.ExportFormat)
    )

    def __init__(self, *given: Any, viewer: facts.Viewer, **named: Any) -> None:
        """Offer what the viewer's posts may take out, and every agency."""
        super().__init__(*given, **named)
        kinds = [
            kind
            for kind in exports.ExportKind
            if access.decide(viewer, exports.NEEDS_DEED.get(kind, access.Deed.EXPORT)).allowed
        ]
        asked: dict[str, Any] = self.fields
        asked["kind"].choices = fields.answers(kinds)
        asked["recipient_agency"].choices = [
            (str(agency.id), agency.name) for agency in agencies.agencies()
        ]

    def clean(self) -> dict[str, Any]:
        """A reference where one is needed, that could be one."""
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("kind") in exports.ABOUT_ONE and not references.read(
            answers.get("reference", "")
        ):
            self.add_error("reference", _("Enter the whole reference, such as 7K3MD-9QXTR-C"))
        return answers


class DeclineForm(forms.PlainForm):
    """Why it is declined."""

    submission_key = fields.SubmissionKeyField()
    why = fields.LongTextField(
        label=gettext_lazy("Why do you decline?"),
        hint=gettext_lazy("Whoever asked reads this"),
        max_length=300,
        rows=3,
    )
