"""How the interviews of a back record, and the offers of them, come to rest here."""

from collections.abc import Mapping

from wayhome.platform.copying.resting import Rest, Resting
from wayhome.stages.interviews.models import Interview, InterviewCovers, NotOffered, Offer

RESTS: Mapping[str, tuple[Resting, ...]] = {
    "offers": (Rest(Offer),),
    "not_offered": (Rest(NotOffered),),
    "interviews": (Rest(Interview),),
    "covers": (Rest(InterviewCovers),),
}
