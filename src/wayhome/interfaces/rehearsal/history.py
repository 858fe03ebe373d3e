"""Nights away before Wayhome was there, brought in from the police force's own record."""

from collections.abc import Iterable
from datetime import timedelta

from wayhome.interfaces.rehearsal import children, scenes
from wayhome.journey import past, past_episode_imported
from wayhome.rules import told
from wayhome.rules.vocabulary import FoundBy, PreventionMode, ReturnedTo

PLACES = ("Beckside bus station", "Market Street arcade", "Millbrook retail park", "The weir")
SCHEME = "force record"


def bring_in(
    scene: scenes.Scene, portrait: children.Portrait, *, days: Iterable[int]
) -> list[past_episode_imported.Result]:
    """Past absences of a child who is known by name and date of birth, over and closed."""
    nights = [_night(scene, portrait, number, ago) for number, ago in enumerate(days)]
    by = scene.person(portrait.team.police_coordinator)
    return past_episode_imported.record(nights, by=by, now=scene.now)


def _night(
    scene: scenes.Scene, portrait: children.Portrait, number: int, ago: int
) -> past.PastEpisode:
    began = scene.ago(days=ago, hours=number * 5 % 7)
    ended = began + timedelta(hours=4 + number * 7 % 17)
    key = f"{portrait.given} {portrait.family} {ago}"
    place = PLACES[number % len(PLACES)]
    return past.PastEpisode(
        line=number + 1,
        key=key,
        scheme=SCHEME,
        number=f"{portrait.given}-{portrait.family}",
        child=told.Child(portrait.given, portrait.family, date_of_birth=portrait.born),
        began_at=began,
        ended_at=ended,
        words=f"{key}: away from {place}",
        type_code="missing",
        labels=(past.Label("medium", "Out late, phone off"),),
        last_seen_at=began - timedelta(hours=2),
        last_seen_place=place,
        missing_from=portrait.home or "home",
        located=told.Located(ended, place, FoundBy.POLICE),
        returned=told.Returned(ended, ReturnedTo.PLACEMENT if portrait.home else ReturnedTo.HOME),
        seen=told.PreventionInterview(ended + timedelta(hours=3), PreventionMode.FACE_TO_FACE),
        police_closed_at=ended + timedelta(days=1),
    )
