"""What is asked of somebody who cannot take a notice: the kind of reason, and their own words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayhome.interfaces.pages.shared import fields, sparse
from wayhome.rules import reasons


class CannotForm(sparse.SparseForm):
    """Why somebody cannot take what their post was told."""

    submission_key = fields.SubmissionKeyField()
    kind = fields.RadioField(
        label=gettext_lazy("Why can you not take this?"),
        choices=fields.answers(reasons.CannotTake),
    )
    reason = fields.LongTextField(
        label=gettext_lazy("In your own words"),
        hint=gettext_lazy("Kept with the episode. None of it is sent by email."),
        max_length=500,
        required=False,
        rows=3,
    )

    def clean(self):
        """Something else is said in words."""
        answers = super().clean() or {}
        if answers.get("kind") == reasons.CannotTake.SOMETHING_ELSE and not answers.get("reason"):
            self.add_error("reason", _("Say why you cannot take this"))
        return answers
