"""Which records are sealed from whom, what seals a record bears, and which are one child.

`hidden_from` is the rule `protection.may_know` said as a query: every list of children, episodes or
what belongs to them leaves out what it finds.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from wayhome.platform import prepared
from wayhome.platform.enciphering import enciphering
from wayhome.platform.unknown import NoSuch
from wayhome.records.agencies.models import Post
from wayhome.records.children import queries as of_children
from wayhome.records.children.models import Child
from wayhome.records.practitioners.models import Holding
from wayhome.records.protection.models import Joined, Lowering, Named, Seal, Word
from wayhome.rules import facts, matching, protection


class NoSuchSeal(NoSuch):
    """No seal, lowering, join or word is known by that identifier, or none the viewer may know."""


# The same, for a query written in SQL: of a child's identifier, and of whoever asks.
HIDDEN = """EXISTS (
    SELECT 1 FROM protection_seal AS seal
     WHERE seal.child_id = {child} AND seal.lifted_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM protection_named AS named
                        WHERE named.seal_id = seal.id AND named.practitioner_id = {me}
                          AND named.ended_at IS NULL))"""


def hidden_from(practitioner_id: UUID, *, child: str = "pk") -> Exists:
    """Whether the child of a row bears a seal on whose list the practitioner is not named."""
    on_the_list = Named.objects.filter(
        seal_id=OuterRef("pk"), practitioner_id=practitioner_id, ended_at__isnull=True
    )
    return Exists(
        Seal.objects.filter(~Exists(on_the_list), child_id=OuterRef(child), lifted_at__isnull=True)
    )


def known_to(viewer: facts.Viewer, *, child: str = "pk") -> Q:
    """Whether the child of a row exists for the viewer: neither sealed nor kept from them."""
    unsealed = Q(~hidden_from(viewer.practitioner_id, child=child))
    kept_from = {f"{child}__in": viewer.kept_from}
    return unsealed & ~Q(**kept_from) if viewer.kept_from else unsealed


def children(practitioner_id: UUID) -> QuerySet[Child]:
    """Every child's record, but for those sealed from the practitioner."""
    return Child.objects.filter(~hidden_from(practitioner_id))


def same_children(identity: matching.Identity, *, practitioner_id: UUID) -> list[Child]:
    """The children not sealed from the practitioner whom the matching rule calls the same.

    The oldest record first.
    """
    if not matching.is_whole(identity):
        return []
    found = _NEAR.objects(who=practitioner_id, **of_children.of(identity))
    return of_children.the_same(identity, found)


def _near(who: UUID, family: str, given: str, born: date) -> "QuerySet[Child]":
    return of_children.near(children(who), family=family, given=given, born=born)


_NEAR = prepared.Question(
    _near,
    who=("uuid", UUID("00000000-0000-0000-0000-0000571d0005")),
    family=("text", "the family stands in"),
    given=("text", "the given stands in"),
    born=("date", date(1, 1, 1)),
)


def seals_of(child_ids: Collection[UUID]) -> dict[UUID, list[Seal]]:
    """The seals that stand on each of these records, oldest first."""
    found: dict[UUID, list[Seal]] = {child_id: [] for child_id in child_ids}
    rows = _SEALS_OF.objects(children=list(child_ids))
    prefetch_related_objects(rows, "named")
    for seal in rows:
        found[seal.child_id].append(seal)
    return found


def _seals_of(children: list[UUID]) -> "QuerySet[Seal]":
    theirs = prepared.is_one_of("child_id", children)
    return Seal.objects.filter(theirs, lifted_at__isnull=True).order_by("recorded_at", "id")


_SEALS_OF = prepared.Question(
    _seals_of, children=("uuid[]", [UUID("00000000-0000-0000-0000-0000571d0008")])
)


def borne_by(child_ids: Collection[UUID]) -> dict[UUID, list[protection.Seal]]:
    """The same, as the rules know them."""
    return {
        child_id: [protection.Seal(seal.mark, frozenset(named_on(seal))) for seal in seals]
        for child_id, seals in seals_of(child_ids).items()
    }


def seals_on(child_id: UUID) -> tuple[protection.Seal, ...]:
    """The seals that stand on one record, as the rules know them; none for an open record."""
    return tuple(borne_by([child_id])[child_id])


def named_for(child_id: UUID) -> frozenset[UUID] | None:
    """Those who are on every list of a sealed record; None for a record that is not sealed."""
    seals = seals_on(child_id)
    return frozenset.intersection(*(seal.named for seal in seals)) if seals else None


def named_on(seal: Seal) -> list[UUID]:
    """Those on the list of a seal now."""
    return [each.practitioner_id for each in seal.named.all() if each.ended_at is None]


def seal(child_ids: Collection[UUID], mark: UUID) -> list[Seal]:
    """One seal's rows on these records, locked. Raises NoSuchSeal for none."""
    rows = Seal.objects.select_for_update().filter(
        child_id__in=list(child_ids), mark=mark, lifted_at__isnull=True
    )
    found = list(rows.order_by("id"))
    if not found:
        raise NoSuchSeal(str(mark))
    return found


def why_sealed(seal: Seal) -> str:
    """What the seal is for. Raises Destroyed once the child's key is no more."""
    return enciphering.decipher(bytes(seal.why), place=enciphering.Place("seal", "why", seal.id))


def why_sealed_if_readable(seal: Seal) -> str:
    """The same; empty once the child's key is no more."""
    try:
        return why_sealed(seal)
    except enciphering.Destroyed:
        return ""


def waiting_lowerings(child_ids: Collection[UUID]) -> list[Lowering]:
    """What was asked of the seals of these records and neither agreed nor refused."""
    rows = Lowering.objects.select_related("seal", "recorded_by", "practitioner")
    waiting = rows.filter(seal__child_id__in=list(child_ids), seal__lifted_at__isnull=True)
    return list(waiting.filter(agreed_at=None, refused_at=None).order_by("recorded_at", "id"))


def why_lowered(lowering: Lowering) -> str:
    """Why it was asked. Raises Destroyed once the child's key is no more."""
    place = enciphering.Place("lowering", "why", lowering.id)
    return enciphering.decipher(bytes(lowering.why), place=place)


def why_lowered_if_readable(lowering: Lowering) -> str:
    """The same; empty once the child's key is no more."""
    try:
        return why_lowered(lowering)
    except enciphering.Destroyed:
        return ""


def lowering(practitioner_id: UUID, lowering_id: UUID) -> Lowering:
    """One that waits, locked, of a record the practitioner may know of. Raises NoSuchSeal."""
    rows = Lowering.objects.select_for_update(of=("self",)).select_related("seal__child")
    waiting = rows.filter(id=lowering_id, agreed_at=None, refused_at=None)
    found = waiting.filter(~hidden_from(practitioner_id, child="seal__child_id")).first()
    if found is None:
        raise NoSuchSeal(str(lowering_id))
    return found


def one_child(child_id: UUID) -> frozenset[UUID]:
    """Every record a person has joined with this one as one child; itself among them."""
    found: frozenset[UUID] = frozenset({child_id})
    while True:
        more = _joins(found)
        grown = frozenset(found.union(*more)) if more else found
        if grown == found:
            return protection.together(child_id, more)
        found = grown


def _joins(child_ids: Iterable[UUID]) -> list[tuple[UUID, UUID]]:
    ids = list(child_ids)
    standing = Joined.objects.filter(Q(one_id__in=ids) | Q(other_id__in=ids), parted_at=None)
    return list(standing.values_list("one_id", "other_id"))


def joins_of(child_id: UUID) -> list[Joined]:
    """The joins that stand of this very record with others."""
    rows = Joined.objects.filter(Q(one_id=child_id) | Q(other_id=child_id), parted_at=None)
    return list(rows.select_related("one", "other", "recorded_by").order_by("recorded_at", "id"))


def join(joined_id: UUID) -> Joined:
    """One join that stands, locked. Raises NoSuchSeal."""
    found = Joined.objects.select_for_update().filter(id=joined_id, parted_at=None).first()
    if found is None:
        raise NoSuchSeal(str(joined_id))
    return found


def join_seen_by(practitioner_id: UUID, joined_id: UUID) -> Joined:
    """One join that stands, of records of which neither is sealed from them. Raises NoSuchSeal."""
    seen = Joined.objects.filter(
        ~hidden_from(practitioner_id, child="one_id"),
        ~hidden_from(practitioner_id, child="other_id"),
        id=joined_id,
        parted_at=None,
    )
    found = seen.select_related("one", "other").first()
    if found is None:
        raise NoSuchSeal(str(joined_id))
    return found


def open_to(posts: Iterable[Post], *, child_id: UUID, now: datetime) -> list[Post]:
    """Of these posts, those that somebody holds who may know of the child: all, for most."""
    asked, seals = list(posts), seals_on(child_id)
    if not seals or not asked:
        return asked
    held = Holding.objects.filter(Q(until=None) | Q(until__gt=now), since__lte=now)
    holders = held.filter(post_id__in=[post.id for post in asked])
    known = {
        post_id
        for post_id, practitioner_id in holders.values_list("post_id", "practitioner_id")
        if protection.may_know(seals, practitioner_id)
    }
    return [post for post in asked if post.id in known]


def owners_of(owner_id: UUID | None, post_id: UUID | None, *, now: datetime) -> frozenset[UUID]:
    """Who owns an episode now: whoever took it, else the holders of the post that owns it."""
    if owner_id is not None:
        return frozenset({owner_id})
    held = Holding.objects.filter(Q(until=None) | Q(until__gt=now), post_id__in=[post_id])
    return frozenset(held.filter(since__lte=now).values_list("practitioner_id", flat=True))


def addresses_of_list(child_id: UUID, *, now: datetime) -> list[str]:
    """Where those on every list of a sealed record are written to: their own, and their posts'."""
    named = named_for(child_id) or frozenset()
    held = Holding.objects.filter(Q(until=None) | Q(until__gt=now), since__lte=now)
    on_list = held.filter(practitioner_id__in=named, practitioner__is_active=True)
    pairs = on_list.order_by("id").values_list("practitioner__email", "post__email")
    return [
        address for address in dict.fromkeys(each for pair in pairs for each in pair) if address
    ]


def sealed() -> list[UUID]:
    """Every child whose record is sealed now."""
    standing = Seal.objects.filter(lifted_at__isnull=True)
    return list(standing.order_by("child_id").values_list("child_id", flat=True).distinct())


def inbox(viewer: facts.Viewer) -> QuerySet[Word]:
    """What came in of sealed children whose lists the viewer is on, and is not settled."""
    return _words(viewer).filter(settled_at=None).order_by("-recorded_at", "-id")


def word(viewer: facts.Viewer, word_id: UUID) -> Word:
    """One thing that came in, settled or not, locked. Raises NoSuchSeal."""
    found = _words(viewer).select_for_update(of=("self",)).filter(id=word_id).first()
    if found is None:
        raise NoSuchSeal(str(word_id))
    return found


def child_of_word(word_id: UUID) -> UUID | None:
    """The sealed child this is word of; None where it is no word of any."""
    return Word.objects.filter(id=word_id).values_list("child_id", flat=True).first()


def others_told_of(viewer: facts.Viewer, pair: tuple[UUID, UUID]) -> set[UUID]:
    """Of two records, the one that word of the other, sealed, is of, where the viewer has it."""
    words = _words(viewer).filter(child_id__in=pair, other_id__in=pair)
    return set(words.values_list("other_id", flat=True))


def is_word(viewer: facts.Viewer, word_id: UUID) -> bool:
    """Whether this is word of a sealed child whose list the viewer is on."""
    return _words(viewer).filter(id=word_id).exists()


def _words(viewer: facts.Viewer) -> QuerySet[Word]:
    named = Named.objects.filter(
        seal__child_id=OuterRef("child_id"),
        seal__lifted_at=None,
        practitioner_id=viewer.practitioner_id,
        ended_at=None,
    )
    rows = Word.objects.select_related("child", "other", "acknowledged_by")
    if not viewer.active:
        return rows.none()
    known = rows.filter(known_to(viewer, child="child_id"), Exists(named))
    return known.exclude(other_id__in=viewer.kept_from)


def told_of(child_id: UUID) -> set[UUID]:
    """What has come in of a sealed child already."""
    return set(Word.objects.filter(child_id=child_id).values_list("about", flat=True))


def unanswered() -> list[Word]:
    """Word that nobody on the list has, and that was not settled."""
    waiting = Word.objects.filter(acknowledged_at=None, settled_at=None)
    return list(waiting.select_related("child").order_by("recorded_at", "id"))
