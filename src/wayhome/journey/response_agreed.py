"""A step is added, taken by a named person, or finished with what came of it."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from wayhome.journey.acting import Contradiction, NotNow, Outcome, begin, finish, unless
from wayhome.platform.row_security import transactions
from wayhome.rules import access, facts, moments, told
from wayhome.rules.vocabulary import PostKind
from wayhome.stages.response import actions as response
from wayhome.stages.response import queries as response_queries

if TYPE_CHECKING:
    from wayhome.stages.response.models import Step

PAST = moments.Problem("due_at", "A step is for something still to be done. Give a time to come.")
NOT_A_PARTY = moments.Problem(
    "post_id", "Choose a post in an agency that has a part in this episode."
)
CANNOT_WORK = moments.Problem(
    "post_id", "That post may not take or finish a step. Choose one that can do it."
)


def add(episode_id: UUID, said: told.Step, *, by: facts.Viewer, now: datetime) -> Outcome:
    """Add a step with one owner and a time.

    Raises Contradiction for a time gone by, or for a post that may not finish it.
    """
    with transactions.step():
        acting = begin(episode_id, access.Deed.ADD_STEP, by=by, now=now)
        post = next((post for post in acting.posts() if post.id == said.post_id), None)
        if post is None:
            raise Contradiction((NOT_A_PARTY,))
        unless(
            () if PostKind(post.kind) in access.MAY[access.Deed.WORK_STEP] else (CANNOT_WORK,),
            (PAST,) if said.due_at <= now else (),
        )
        step = response.NewStep(said.title, post, said.due_at, said.detail)
        [made] = response.add_steps(acting.episode, [step], by=by, at=acting.now)
        return finish(acting, access.Deed.ADD_STEP, made_id=made.id)


def take(episode_id: UUID, step_id: UUID, *, by: facts.Viewer, now: datetime) -> Outcome:
    """A named person takes the step. Raises NotNow when another agency owns it or it is taken."""
    with transactions.step():
        acting = begin(episode_id, access.Deed.WORK_STEP, by=by, now=now)
        step = response_queries.step(episode_id, step_id)
        _own(step.owner_agency_id, by=by)
        _still_called_for(step)
        if step.taken_at is not None:
            raise NotNow("Somebody has already taken this step.")
        response.take_step(step, by=by, at=acting.now)
        return finish(acting, access.Deed.WORK_STEP, made_id=step.id)


def done(
    episode_id: UUID, step_id: UUID, *, outcome: str, by: facts.Viewer, now: datetime
) -> Outcome:
    """The step is done. Raises NotNow when another agency owns it or it was done before."""
    with transactions.step():
        acting = begin(episode_id, access.Deed.WORK_STEP, by=by, now=now)
        step = response_queries.step(episode_id, step_id)
        _own(step.owner_agency_id, by=by)
        _still_called_for(step)
        if step.done_at is not None:
            raise NotNow("This step has already been done.")
        response.finish_step(step, outcome=outcome, by=by, at=acting.now)
        return finish(acting, access.Deed.WORK_STEP, made_id=step.id)


def _own(agency_id: UUID, *, by: facts.Viewer) -> None:
    if agency_id != by.agency_id:
        raise access.Refused("This step belongs to another agency")


def _still_called_for(step: "Step") -> None:
    if step.stood_down_at is not None:
        raise NotNow("This step is no longer called for.")
