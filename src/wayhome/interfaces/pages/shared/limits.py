"""How many pages one person, and everybody of one agency, may open in a minute.

No person reads so fast: whoever does is a program with somebody's session. What is sent is not
counted, nor the pages of a report, nor those on which a person ends what is done in their name:
whatever else happens, a child can be reported missing, and a stolen session ended.
"""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from wayhome.interfaces.pages.shared import viewing
from wayhome.platform.throttling import counting
from wayhome.rules import facts

READS = ("GET", "HEAD")
NOT_COUNTED = ("report", "your_sign_in")


def wait_for(request: HttpRequest, viewer: facts.Viewer) -> int:
    """Count this page: the seconds until it may be opened, 0 where that is now."""
    open_to_all = tuple(reverse(name) for name in NOT_COUNTED)
    if request.method not in READS or request.path_info.startswith(open_to_all):
        return 0
    now = viewing.now(request)
    counted = {
        counting.key_of("pages", str(viewer.practitioner_id)): settings.WAYHOME_PAGES_OF_A_PERSON,
        counting.key_of("agency pages", str(viewer.agency_id)): settings.WAYHOME_PAGES_OF_AN_AGENCY,
    }
    opened = counting.take(list(counted), now=now)
    is_over = any(times > most for times, most in zip(opened, counted.values(), strict=True))
    return counting.until_next(now) if is_over else 0
