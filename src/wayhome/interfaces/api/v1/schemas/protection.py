"""The protection of a child: seals, joins, protected text; and word that came in of sealed ones."""

from uuid import UUID

from pydantic import Field

from wayhome.interfaces.api.v1.schemas import fields
from wayhome.interfaces.api.v1.schemas.episodes import ChildInList, Named
from wayhome.interfaces.api.v1.schemas.fields import At, Said, Shown
from wayhome.interfaces.api.v1.schemas.lookups import AgencyToAsk
from wayhome.rules.vocabulary import Lowered, Protected, SealedWord, SealKind


class WhyProtected(Said):
    """Why, or how it is known."""

    why: fields.NeededText


class NewSeal(Said):
    """A seal over a child's record, and who else is on its list."""

    kind: SealKind
    why: fields.NeededText
    named: list[UUID] = Field(
        min_length=1,
        max_length=fields.MOST_LISTED,
        description="Who may know that the record is here, besides you.",
    )


class NewName(Said):
    """Somebody to be added to the list of a seal."""

    practitioner_id: UUID
    why: fields.NeededText


class NewJoin(Said):
    """Another record of the same child."""

    reference: fields.Needed100
    why: fields.NeededText = Field(description="How you know that they are one child.")


class WhyDestroyed(Said):
    """Why the key of the protected text is to be destroyed."""

    why: fields.Needed500


class NewAddress(Said):
    """A protected address."""

    text: fields.Needed500
    kept_from: fields.Needed200
    why: fields.NeededText
    since: fields.Moment


class NewListedText(Said):
    """A confidential source, or legal advice."""

    text: fields.NeededText
    readers: list[UUID] = Field(
        default_factory=list,
        max_length=fields.MOST_LISTED,
        description="Who else may read it. You may, and nobody else, whatever their post.",
    )


class WordOutcome(Said):
    """What became of word that came in."""

    outcome: fields.NeededText


class ProtectionMade(Shown):
    """It was recorded."""

    made_id: UUID = Field(description="The identifier of what was recorded.")


class MayBeNamed(Shown):
    """Somebody of an agency with a part in the child."""

    id: UUID
    name: str
    agency_id: UUID
    agency: str


class AllWhoMayBeNamed(Shown):
    """Whom a list may name: never a system."""

    people: list[MayBeNamed]


class Seal(Shown):
    """A seal that stands, and who is on its list."""

    id: UUID
    kind: SealKind
    why: str | None = Field(description="Null once the key it was kept under is destroyed.")
    named: list[UUID]
    recorded_at: At
    recorded_by_id: UUID | None


class Lowering(Shown):
    """What somebody asked of a seal, and nobody has agreed to or refused."""

    id: UUID
    seal_id: UUID
    what: Lowered
    practitioner_id: UUID | None = Field(description="Whom it adds to the list.")
    why: str | None = Field(description="Null once the key it was kept under is destroyed.")
    recorded_at: At
    recorded_by_id: UUID | None


class Join(Shown):
    """Another record of the same child, of which you may know."""

    id: UUID
    other: ChildInList
    why: str
    recorded_at: At
    recorded_by_id: UUID | None


class DestructionAsked(Shown):
    """Somebody asked that the key be destroyed: it takes another to agree."""

    asked_by_id: UUID
    why: str


class Protection(Shown):
    """Everything about a child's protection that you may know, but for the protected text."""

    seals: list[Seal]
    asked: list[Lowering]
    joins: list[Join]
    destroyed_at: At | None = Field(description="When the protected text became unreadable.")
    destruction_asked: DestructionAsked | None
    people: list[Named]


class ProtectedText(Shown):
    """One text in the clear."""

    id: UUID
    of: Protected
    text: str
    kept_from: str = Field(description="Of an address: who must not learn it.")
    why: str = Field(description="Of an address: why not.")
    since: At | None
    recorded_at: At
    recorded_by_id: UUID | None


class ProtectedTexts(Shown):
    """The texts that you may read, each kind newest first."""

    texts: list[ProtectedText]
    people: list[Named]
    ask_for_address: list[AgencyToAsk] = Field(
        description="Of a record opened in an emergency: whom to telephone for the protected "
        "address of the child, which such a look does not show. Empty in every other answer."
    )


class InboxAsked(fields.Asked):
    """Which page of the sealed inbox."""


class SealedChild(Shown):
    """The child whose record is sealed."""

    given_name: str
    family_name: str
    known_as: str


class LedBy(Shown):
    """An episode of the record that came in, and the agency that leads it."""

    agency: str
    reference: str


class WordThatCame(Shown):
    """Something that came in and may be of a sealed child."""

    id: UUID
    kind: SealedWord
    child: SealedChild
    other_reference: str = Field(description="The record that came in.")
    led_by: list[LedBy]
    recorded_at: At
    acknowledged_at: At | None
    acknowledged_by_id: UUID | None
    settled_at: At | None


class Words(Shown):
    """A page of the sealed inbox, newest first: what is not settled."""

    words: list[WordThatCame]
    people: list[Named]
    next_cursor: str = Field(description="For the next page; empty on the last.")


class OneWord(Shown):
    """One of them, settled or not."""

    word: WordThatCame
    people: list[Named]
