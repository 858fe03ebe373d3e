"""What a message says, in both languages: that something waits behind sign-in, and no more."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

NOTICE = "notice"
SIGNING_IN = "signing in"


@dataclass(frozen=True, slots=True)
class Words:
    """What a message says, in both languages, and the address it leads to."""

    subject: str
    lines: tuple[str, str]
    leads_to: str


SAYS = {
    NOTICE: Words(
        "Wayhome: something needs you / mae angen eich sylw ar rywbeth",
        (
            "Something in Wayhome needs you. Sign in to read it:",
            "Mae angen eich sylw ar rywbeth yn Wayhome. Mewngofnodwch i'w ddarllen:",
        ),
        "/notices/{about}/",
    ),
    SIGNING_IN: Words(
        "Wayhome: how you sign in was changed / newidiwyd sut rydych yn mewngofnodi",
        (
            "How you sign in to Wayhome was changed. If it was not you, tell your supervisor now:",
            "Newidiwyd sut rydych yn mewngofnodi i Wayhome. Os nad chi wnaeth hyn, dywedwch wrth "
            "eich goruchwyliwr nawr:",
        ),
        "/your-sign-in/",
    ),
}


def link(says: str, *, about: UUID) -> str:
    """Where a message leads: a page that asks who one is."""
    address: str = settings.WAYHOME_ADDRESS
    return address + SAYS[says].leads_to.format(about=about)
