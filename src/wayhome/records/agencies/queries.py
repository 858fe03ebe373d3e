"""Questions about agencies and posts. None of these is about a child."""

from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from wayhome.platform import prepared
from wayhome.platform.unknown import NoSuch
from wayhome.records.agencies.models import Agency, Partnership, Post
from wayhome.rules.vocabulary import AgencyKind, PostKind


class NoSuchAgency(NoSuch):
    """No agency or post is known by that identifier."""


def agency(agency_id: UUID) -> Agency:
    """One agency. Raises NoSuchAgency."""
    found = Agency.objects.filter(id=agency_id).first()
    if found is None:
        raise NoSuchAgency(str(agency_id))
    return found


def agency_named(name: str) -> Agency:
    """One agency by its whole name. Raises NoSuchAgency."""
    found = Agency.objects.filter(name=name).first()
    if found is None:
        raise NoSuchAgency(name)
    return found


def agencies(kind: AgencyKind | None = None) -> QuerySet[Agency]:
    """Every agency, or those of one kind, by name."""
    chosen = Agency.objects.filter(kind=kind) if kind else Agency.objects.all()
    return chosen.order_by("name")


def is_council(agency_id: UUID) -> bool:
    """Whether an agency is a council."""
    try:
        return _kind(agency_id) is AgencyKind.LOCAL_AUTHORITY
    except NoSuchAgency:
        return False


@lru_cache(maxsize=4096)
def _kind(agency_id: UUID) -> AgencyKind:
    """What an agency is. It never becomes anything else, so it may be remembered."""
    return AgencyKind(agency(agency_id).kind)


def partnerships() -> QuerySet[Partnership]:
    """Every partnership, by name."""
    return Partnership.objects.order_by("name")


def post(post_id: UUID) -> Post:
    """One post with its agency. Raises NoSuchAgency."""
    found = Post.objects.select_related("agency").filter(id=post_id).first()
    if found is None:
        raise NoSuchAgency(str(post_id))
    return found


def posts_of(agency_ids: Iterable[UUID]) -> list[Post]:
    """The posts of some agencies, with their agencies."""
    return _POSTS_OF.objects(agencies=list(set(agency_ids)))


def _posts_of(agencies: list[UUID]) -> QuerySet[Post]:
    theirs = prepared.is_one_of("agency_id", agencies)
    posts = Post.objects.select_related("agency").filter(theirs)
    return posts.order_by("agency__name", "title")


_SOME = [UUID("00000000-0000-0000-0000-0000571d0003")]
_POSTS_OF = prepared.Question(_posts_of, agencies=("uuid[]", _SOME))


def choose_post(posts: Iterable[Post], *, agency_id: UUID, kind: PostKind) -> Post | None:
    """The agency's post of this kind; failing that, the first post it has; None if it has none.

    A duty or a notice must reach somebody: an agency without the exact post is not an excuse.
    """
    of_agency = [post for post in posts if post.agency_id == agency_id]
    exact = [post for post in of_agency if post.kind == kind]
    return next(iter(exact or of_agency), None)


def national_agencies() -> list[Agency]:
    """The national bodies that are told of long absences."""
    return list(Agency.objects.filter(kind=AgencyKind.NATIONAL).order_by("name"))


def in_order(agency_ids: Iterable[UUID]) -> list[Agency]:
    """These agencies, in the order in which they are asked for."""
    wanted = list(agency_ids)
    found = Agency.objects.in_bulk(wanted) if wanted else {}
    return [found[each] for each in wanted]


def names(agency_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of some agencies, by identifier."""
    wanted = {agency_id for agency_id in agency_ids if agency_id}
    return dict(Agency.objects.filter(id__in=wanted).values_list("id", "name"))
