"""Which episodes and children a viewer may know of: rules/access.py, said as a query.

A test holds the two equal. There is no other way to reach an episode from a page.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import (
    BooleanField,
    Exists,
    F,
    Func,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from wayhome.platform import prepared, references
from wayhome.platform.gather import Reading, Tables
from wayhome.records.agencies.models import Agency, Post, Protocol
from wayhome.records.children.models import CareArrangement, Child
from wayhome.records.children.queries import NoSuchChild
from wayhome.records.episodes.models import Episode, Party
from wayhome.records.episodes.queries import NoSuchEpisode
from wayhome.records.practitioners.models import Practitioner
from wayhome.records.protection import queries as protection
from wayhome.rules import access, facts, redaction
from wayhome.rules.vocabulary import Capacity


def has_part(viewer: facts.Viewer, outer: str, *more: Q) -> Exists:
    """Whether the viewer's agency has a part, and such a one, in an outer query's episode."""
    return Exists(
        Party.objects.filter(
            *more, episode_id=OuterRef(outer), agency_id=viewer.agency_id, ended_at__isnull=True
        )
    )


# redaction.counts_for_record, said as a query about a part.
_COUNTS_FOR_RECORD = (
    Q(episode__closed_at__isnull=True)
    | ~Q(capacity__in=redaction.ENDS_WITH_THE_EPISODE)
    | Q(
        capacity=Capacity.INTERVIEW_PROVIDER,
        recorded_at__gt=F("episode__closed_at"),
        finished_at__isnull=True,
    )
)


def _may(viewer: facts.Viewer, deed: access.Deed) -> bool:
    return viewer.active and bool(viewer.posts & access.MAY[deed])


def episodes(viewer: facts.Viewer) -> QuerySet[Episode]:
    """The episodes the viewer may see."""
    if not _may(viewer, access.Deed.SEE_EPISODE):
        return Episode.objects.none()
    known = Q(has_part(viewer, "pk"))
    if viewer.opened:
        known |= Q(child_id__in=viewer.opened)
    return Episode.objects.filter(known, protection.known_to(viewer, child="child_id"))


def of_an_episode(viewer: facts.Viewer) -> Coalesce:
    """Whether the viewer may see the episode of a row, asked row by row along an index.

    Where a list says "of these episodes, or else", the database would first look up every episode
    the viewer may see, of all years. So it may for an EXISTS, and not for a value.
    """
    seen = episodes(viewer).filter(pk=OuterRef("episode_id")).values(may_see=Value(True))[:1]  # noqa: FBT003  # Django's way to say it
    return Coalesce(Subquery(seen), Value(False), output_field=BooleanField())  # noqa: FBT003  # as above


def episode(viewer: facts.Viewer, reference: str) -> Episode:
    """One episode by its reference as typed, with child, owner, protocol. Raises NoSuchEpisode.

    One that exists but may not be known of is answered just as one that does not exist, and so
    is what cannot be a reference.
    """
    found = episodes(viewer).filter(reference=references.read(reference)).first()
    if found is None:
        raise NoSuchEpisode(reference)
    return _with_what_it_points_to(found)


def _points_to(episode_id: UUID) -> Tables:
    """The rows an episode points to, in the order of POINTERS."""
    return tuple(
        model._default_manager.filter(pk__in=Episode.objects.filter(pk=episode_id).values(name))
        for name, model in POINTERS.items()
    )


POINTERS: dict[str, type[Model]] = {
    "child": Child,
    "protocol": Protocol,
    "owner_post": Post,
    "owner_agency": Agency,
    "owner": Practitioner,
}
_POINTED_TO = Reading(_points_to)


def _with_what_it_points_to(episode: Episode) -> Episode:
    """The episode with these rows beside it. Joined, they took longer to plan than to read."""
    for name, rows in zip(POINTERS, _POINTED_TO.rows(episode.id)[0], strict=True):
        setattr(episode, name, rows[0] if rows else None)
    return episode


def children(viewer: facts.Viewer) -> QuerySet[Child]:
    """The children the viewer's agency has a part in: by an episode, or by caring for them.

    A home, school, health service, reporter or provider of an episode that is closed has none any
    more, unless the newest care arrangement names them, or the provider was asked again since. A
    sealed record is nobody's who is not on its list.
    """
    if not _may(viewer, access.Deed.SEE_CHILD):
        return Child.objects.none()
    by_episode = Episode.objects.filter(
        has_part(viewer, "pk", _COUNTS_FOR_RECORD), child_id=OuterRef("pk")
    )
    by_care = _cared_for_by(viewer.agency_id).filter(child_id=OuterRef("pk"))
    known = Q(Exists(by_episode)) | Q(Exists(by_care))
    if viewer.opened:
        known |= Q(id__in=viewer.opened)
    return Child.objects.filter(protection.known_to(viewer), known)


def children_led(viewer: facts.Viewer) -> QuerySet[Child]:
    """Of the children the viewer may know of, those in whom their agency is a force or a council.

    A home or a school that may know a child answers for none of what is done to find them.
    """
    leads = has_part(viewer, "pk", _COUNTS_FOR_RECORD, Q(capacity__in=access.LEADING))
    by_episode = Exists(Episode.objects.filter(leads, child_id=OuterRef("pk")))
    by_care = Exists(_led_by(viewer.agency_id).filter(child_id=OuterRef("pk")))
    return children(viewer).filter(by_episode | by_care)


# Of one who looks the database may hide the newest arrangement, and then an older one would seem to
# be it: so it is asked which agencies the newest names. A step is shown them all.
_SEES_THE_NEWEST = Q(Func(function="wall_is_step", output_field=BooleanField())) | Q(
    Func("child_id", function="wall_cares_for", output_field=BooleanField())
)


def _led_by(agency_id: UUID) -> QuerySet[CareArrangement]:
    return _cared_for_by(agency_id).filter(
        Q(responsible_authority_id=agency_id)
        | Q(host_authority_id=agency_id)
        | Q(home_force_id=agency_id)
        | Q(host_force_id=agency_id)
    )


def _cared_for_by(agency_id: UUID) -> QuerySet[CareArrangement]:
    newest = CareArrangement.objects.filter(child_id=OuterRef("child_id")).filter(
        Q(since__gt=OuterRef("since")) | Q(since=OuterRef("since"), id__gt=OuterRef("id"))
    )
    return CareArrangement.objects.filter(
        Q(responsible_authority_id=agency_id)
        | Q(host_authority_id=agency_id)
        | Q(placement_id=agency_id)
        | Q(home_force_id=agency_id)
        | Q(host_force_id=agency_id)
        | Q(school_id=agency_id)
        | Q(health_id=agency_id),
        ~Exists(newest),
        _SEES_THE_NEWEST,
    )


def child(viewer: facts.Viewer, reference: str) -> Child:
    """One child by reference. Raises NoSuchChild, alike for unknown and for not to be known."""
    found = children(viewer).filter(reference=references.read(reference)).first()
    if found is None:
        raise NoSuchChild(reference)
    return found


def exist_for(viewer: facts.Viewer, child_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Of these, the children who exist for the viewer at all: an emergency may open no other.

    Asked in a step, since the viewer may have no part in them.
    """
    among = protection.children(viewer.practitioner_id).filter(id__in=list(child_ids))
    return frozenset(among.values_list("id", flat=True)) - viewer.kept_from


def agencies_now(episode: Episode) -> frozenset[UUID]:
    """The agencies with a part in an episode that care has not since passed to others.

    A home that reported the child, and with whom the child lives no more, is not one of them.
    """
    held = Party.objects.filter(episode_id=episode.id, ended_at__isnull=True)
    arrangements = CareArrangement.objects.filter(child_id=episode.child_id)
    given = [
        {(agency, part) for agency, part in care_parts(each) if agency}
        for each in arrangements.order_by("since", "id")
    ]
    passed_on = set().union(*given) - given[-1] if given else set()
    former = {agency for agency, _part in passed_on}
    return frozenset(
        agency
        for agency, part in held.values_list("agency_id", "capacity")
        if (agency, part) not in passed_on and not (part == Capacity.REPORTER and agency in former)
    )


# What _COUNTS_FOR_RECORD says, of the parts in a child's episodes that whoever asks is shown.
PARTS_THAT_COUNT = """
SELECT DISTINCT part.agency_id, part.capacity
  FROM parts_in_child(%(child)s) AS part
  JOIN episodes_episode AS episode ON episode.id = part.episode_id
 WHERE part.ended_at IS NULL
   AND (episode.closed_at IS NULL
        OR part.capacity <> ALL (%(ends)s)
        OR (part.capacity = %(begins_anew)s
            AND part.recorded_at > episode.closed_at AND part.finished_at IS NULL))
"""


def parties_to_child(child_id: UUID) -> tuple[facts.Party, ...]:
    """Every agency with a part in the child: in an episode that counts now, or in their care."""
    asked = {
        "child": child_id,
        "ends": sorted(redaction.ENDS_WITH_THE_EPISODE),
        "begins_anew": Capacity.INTERVIEW_PROVIDER.value,
    }
    with connection.cursor() as cursor:
        prepared.ask(cursor, PARTS_THAT_COUNT, asked)
        held = set(cursor.fetchall())
    newest = CareArrangement.objects.filter(child_id=child_id).order_by("-since", "-id").first()
    if newest is not None:
        held |= {
            (agency_id, capacity)
            for agency_id, capacity in care_parts(newest)
            if agency_id is not None
        }
    return tuple(facts.Party(agency_id, Capacity(capacity)) for agency_id, capacity in held)


def care_parts(arrangement: CareArrangement) -> tuple[tuple[UUID | None, Capacity], ...]:
    """The part each agency of a care arrangement plays in an episode of the child.

    The force and council where the child lives lead; those responsible from another area are
    parties beside them.
    """
    host_force = arrangement.host_force_id or arrangement.home_force_id
    elsewhere = arrangement.home_force_id if arrangement.home_force_id != host_force else None
    council = arrangement.responsible_authority_id or arrangement.host_authority_id
    host = arrangement.host_authority_id if arrangement.host_authority_id != council else None
    return (
        (host_force, Capacity.HOST_FORCE),
        (elsewhere, Capacity.HOME_FORCE),
        (council, Capacity.RESPONSIBLE_AUTHORITY),
        (host, Capacity.HOST_AUTHORITY),
        (arrangement.placement_id, Capacity.PLACEMENT),
        (arrangement.school_id, Capacity.SCHOOL),
        (arrangement.health_id, Capacity.HEALTH),
    )
