"""Who is on duty for a post is said by whoever is over it: a weekly pattern, and who stands in.

Somebody who holds the post is put on a line of its rota, or is on duty for a while, in somebody's
stead or besides. Both are named and it is kept. A gap that is filled by it is told of no more.
"""

from datetime import datetime
from uuid import UUID

from wayhome.journey import rota_gaps
from wayhome.journey.acting import Outcome, unless
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.platform.row_security import transactions
from wayhome.records.agencies import actions as agency_actions
from wayhome.records.agencies import queries as agencies
from wayhome.records.agencies.models import Post
from wayhome.records.practitioners import queries as practitioners
from wayhome.records.practitioners import rotas as records
from wayhome.rules import access, facts, london, moments, rotas
from wayhome.rules.vocabulary import PostKind

DEED = access.Deed.ROSTER
NOT_A_HOLDER = "Choose somebody who holds this post."
NO_DAY = "Choose at least one day."
ENDS_FIRST = "The end must be after the beginning."
IS_OVER = "This time is over. Choose an end that is still to come."
SAME_PERSON = "Choose two people: nobody stands in for themselves."


def put_on(post_id: UUID, new: records.NewShift, *, by: facts.Viewer, now: datetime) -> Outcome:
    """Lines of the weekly pattern: who, on which days, from when until when; the first one's.

    Raises Refused for a post the viewer is not over, and Contradiction.
    """
    with transactions.step():
        post = may_roster(post_id, by=by)
        unless(
            _holder(post, new.practitioner_id, field="practitioner_id"),
            _problem(not new.weekdays, "weekdays", NO_DAY),
        )
        made = records.add_shifts(post.id, new, by=by, at=now)
        return _entered(made[0].id, by=by, now=now)


def taken_off(shift_id: UUID, *, by: facts.Viewer, now: datetime) -> Outcome:
    """From tomorrow a line of the pattern stands no more. Raises NoSuchShift and Refused."""
    with transactions.step():
        line = records.shift(shift_id)
        may_roster(line.post_id, by=by)
        if line.until is None:
            until = max(london.day_of(now) + rotas.DAY, line.since)
            records.end_shift(line, until=until, by=by, at=now)
        return _entered(line.id, by=by, now=now)


def stood_in(post_id: UUID, cover: rotas.Cover, *, by: facts.Viewer, now: datetime) -> Outcome:
    """Somebody is on duty for a while: in somebody's stead, which is a swap, or besides.

    Raises Refused for a post the viewer is not over, and Contradiction.
    """
    with transactions.step():
        post = may_roster(post_id, by=by)
        span = cover.span
        unless(
            _holder(post, cover.practitioner_id, field="practitioner_id"),
            _problem(cover.practitioner_id == cover.instead_of, "instead_of_id", SAME_PERSON),
            _problem(span.ends_at <= span.begins_at, "ends_at", ENDS_FIRST),
            _problem(span.begins_at < span.ends_at <= now, "ends_at", IS_OVER),
        )
        made = records.add_cover(post.id, cover, by=by, at=now)
        return _entered(made.id, by=by, now=now)


def written_to(post_id: UUID, *, tells_on_duty: bool, by: facts.Viewer, now: datetime) -> Outcome:
    """Whoever is on duty is written to besides the post's mailbox from now on, or no more.

    Raises Refused for a post the viewer is not over.
    """
    with transactions.step():
        post = may_roster(post_id, by=by)
        agency_actions.tell_on_duty(post, tells_on_duty=tells_on_duty)
        return _entered(post.id, by=by, now=now)


def may_roster(post_id: UUID, *, by: facts.Viewer) -> Post:
    """The post, to whoever is over it in its agency. Raises Refused."""
    access.require(by, DEED)
    post = agencies.post(post_id)
    if not is_over(post, by=by):
        raise access.Refused("Whoever is over this post says who is on duty")
    return post


def is_over(post: Post, *, by: facts.Viewer) -> bool:
    """Whether somebody holds the post over this one, in its agency, and so says who is on duty."""
    return post.agency_id == by.agency_id and rotas.manager_of(PostKind(post.kind)) in by.posts


def _holder(post: Post, practitioner_id: UUID, *, field: str) -> tuple[moments.Problem, ...]:
    held = {person.id for person in practitioners.people_in(post.id)}
    return _problem(practitioner_id not in held, field, NOT_A_HOLDER)


def _problem(is_wrong: bool, field: str, words: str) -> tuple[moments.Problem, ...]:  # noqa: FBT001  # a check and what it finds
    return (moments.Problem(field, words),) if is_wrong else ()


def _entered(made_id: UUID, *, by: facts.Viewer, now: datetime) -> Outcome:
    ledger.write(Verb.ALTER, by=by, at=now, deed=DEED, object_id=made_id)
    rota_gaps.fill(now=now)
    return Outcome("", made_id, made_id)
