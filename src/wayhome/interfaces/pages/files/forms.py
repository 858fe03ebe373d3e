"""The questions about a photograph or a document."""

from typing import Any

from django.utils.translation import gettext_lazy

from wayhome.interfaces.pages.shared import fields, forms, presenters
from wayhome.rules import files

ACCEPTS = "image/jpeg,image/png,image/webp,application/pdf"


class AddForm(forms.PlainForm):
    """A file, and what it tells."""

    sends_files = True
    submission_key = fields.SubmissionKeyField()
    subject = fields.RadioField(
        label=gettext_lazy("What does it tell?"),
        hint=gettext_lazy("This decides who may see it"),
        choices=fields.answers(files.FileSubject),
    )
    title = fields.TextField(
        label=gettext_lazy("What is it?"),
        hint=gettext_lazy("In a few words, such as “School photograph, spring”"),
        required=False,
        max_length=120,
    )
    file = fields.FileField(
        label=gettext_lazy("The file"),
        hint=gettext_lazy(
            "A picture (JPEG, PNG or WebP) or a PDF, up to 10 MB. Where and when a picture was "
            "taken is removed from it. The name of the file is not kept"
        ),
        accepts=ACCEPTS,
    )

    def __init__(
        self, *given: Any, files_sent: Any = None, subject: str = "", **named: Any
    ) -> None:
        """`subject` is settled where a file is put in the place of another."""
        super().__init__(*given, **named)
        self.files: Any = files_sent or {}
        asked: dict[str, Any] = self.fields
        if subject:
            del asked["subject"]
        else:
            asked["subject"].hints = {
                str(code): presenters.said(told.means) for code, told in files.TOLD.items()
            }


class WithdrawForm(forms.PlainForm):
    """What was wrong."""

    submission_key = fields.SubmissionKeyField()
    why = fields.LongTextField(
        label=gettext_lazy("What was wrong with it?"),
        hint=gettext_lazy("It is shown to nobody any more. That it was there is kept"),
        max_length=300,
        rows=3,
    )
