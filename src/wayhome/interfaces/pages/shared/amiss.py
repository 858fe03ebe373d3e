"""What each page says of the service itself: the same to everybody, and of nobody."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from wayhome.platform.amiss import looking, reasons
from wayhome.platform.amiss.reasons import Amiss


def lines(amiss: Iterable[Amiss]) -> list[str]:
    """What is said of these, in the language of the page, the gravest first."""
    return [_(told) for told in reasons.told(amiss)]


def known() -> list[str]:
    """What is said of what was amiss at the last look. Asks nothing of anything."""
    return lines(looking.known())
