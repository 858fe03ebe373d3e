"""Why a file was not taken, and what to do: in words, for a page and for the API."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wayhome.platform.uploads.kinds import Reason

WORDS: dict[Reason, str] = {
    Reason.EMPTY: gettext_noop("The file is empty. Choose it again"),
    Reason.TOO_LARGE: gettext_noop("The file is larger than 10 MB. Make it smaller first"),
    Reason.OTHER_KIND: gettext_noop(
        "Only JPEG, PNG, WebP and PDF are taken. Save a document from Word or Excel as PDF, or "
        "take a photograph of it"
    ),
    Reason.TOO_MANY_PIXELS: gettext_noop(
        "The picture has more than 25 million points. Make it smaller first"
    ),
    Reason.UNREADABLE: gettext_noop(
        "The file is damaged or is not what it begins as. Save it again, or take a photograph of it"
    ),
    Reason.LOCKED: gettext_noop("The PDF is locked with a password. Save it without one"),
    Reason.TOO_MANY_PAGES: gettext_noop("The PDF has more than 100 pages. Send it in parts"),
    Reason.TOO_HARD: gettext_noop(
        "The file is too large or too complicated to make safe. Save it smaller, or take a "
        "photograph of it"
    ),
}


def words(reason: Reason) -> str:
    """Why, and what to do."""
    return _(WORDS[reason])
