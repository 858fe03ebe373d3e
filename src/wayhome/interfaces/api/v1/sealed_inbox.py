"""Word that came in of sealed children: read, had, settled and joined by those on the list."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from wayhome.interfaces.api.v1 import auth, cursors, reading
from wayhome.interfaces.api.v1.presenters import protection as shown
from wayhome.interfaces.api.v1.schemas import protection as schemas
from wayhome.interfaces.api.v1.schemas.emergency import Kept
from wayhome.journey import records_joined, word_of_sealed
from wayhome.platform.row_security import transactions
from wayhome.records.protection import queries
from wayhome.rules import access

router = Router(tags=["Sealed inbox"])


@router.get("", response=schemas.Words, summary="What came in of sealed children")
def inbox(request: HttpRequest, asked: Annotated[schemas.InboxAsked, Query()]) -> schemas.Words:
    """What came in of sealed children whose lists you are on, newest first, a page at a time."""
    _may_have_it(request)
    with transactions.step():  # those on a list need have no part in what came in
        page = cursors.page(
            queries.inbox(auth.caller(request).viewer),
            by="recorded_at",
            newest_first=True,
            cursor=asked.cursor,
            limit=asked.limit,
        )
        _entered(request, page.rows)
        return shown.words(page.rows, next_cursor=page.next_cursor)


@router.get("/{word_id}", response=schemas.OneWord, summary="One thing that came in")
def read(request: HttpRequest, word_id: UUID) -> schemas.OneWord:
    """Of whom it may be, who leads there, and who has it."""
    _may_have_it(request)
    with transactions.step():  # those on a list need have no part in what came in
        found = queries.word(auth.caller(request).viewer, word_id)
        _entered(request, [found])
        return shown.word(found)


@router.post("/{word_id}/acknowledge", response={201: Kept}, summary="Say: I have this")
def acknowledge(request: HttpRequest, word_id: UUID) -> Kept:
    """Say, by name: I have this. The first to say so is kept."""
    _may_have_it(request)
    caller = auth.caller(request)
    word_of_sealed.acknowledged(word_id, by=caller.viewer, now=caller.now)
    return Kept()


@router.post("/{word_id}/settle", response={201: Kept}, summary="Say what became of it")
def settle(request: HttpRequest, word_id: UUID, said: schemas.WordOutcome) -> Kept:
    """Say what became of it; it leaves the inbox. What you say is kept enciphered."""
    _may_have_it(request)
    caller = auth.caller(request)
    word_of_sealed.settled(word_id, outcome=said.outcome, by=caller.viewer, now=caller.now)
    return Kept()


@router.post(
    "/{word_id}/join", response={201: schemas.ProtectionMade}, summary="It is the same child"
)
def join(request: HttpRequest, word_id: UUID, said: schemas.WhyProtected) -> schemas.ProtectionMade:
    """Join the record that came in with that of the sealed child: it bears its seals from now."""
    _may_have_it(request)
    caller = auth.caller(request)
    with transactions.step():  # those on a list need have no part in what came in
        found = queries.word(caller.viewer, word_id)
    made = records_joined.join(
        found.child_id, found.other_id, why=said.why, by=caller.viewer, now=caller.now
    )
    return schemas.ProtectionMade(made_id=made)


def _may_have_it(request: HttpRequest) -> None:
    """Refuse a system, and a token for no post of a person, before which word is looked for."""
    viewer = auth.caller(request).viewer
    if not viewer.posts & access.MAY[word_of_sealed.DEED]:
        access.require(viewer, word_of_sealed.DEED)


def _entered(request: HttpRequest, words: list) -> None:
    """Enter the sealed children and the records that came in, before a word is shown."""
    children = [child_id for word in words for child_id in (word.child_id, word.other_id)]
    reading.listed(request, word_of_sealed.READ, children)
