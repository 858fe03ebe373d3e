"""Who is asked next about a notice nobody has, and when; and where nobody is there to be asked."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from wayhome.interfaces.pages.episode.presenters.asked import Asked
from wayhome.journey import posts as journey_posts
from wayhome.journey import rota_gaps
from wayhome.rules import ladders
from wayhome.rules.vocabulary import AgencyKind, Level
from wayhome.stages.response import said
from wayhome.stages.response.waiting import CLIMB_BY_THEMSELVES


class Ladders:
    """The ladders of one episode's notices, as they stand at the moment shown."""

    def __init__(self, asked: Asked) -> None:
        """Read once what was said on them, and for which posts nobody is on duty now."""
        stage = asked.whole.response
        self.asked = asked
        self.said = said.among(stage.notices, stage.escalations)
        waiting = {one.post_id for one in stage.notices if one.acknowledged_at is None}
        self.empty = set() if asked.is_past else rota_gaps.empty_posts(waiting, now=asked.now)

    def next_of(self, notice: Any) -> str:
        """Who is asked next and when, in words; empty for what somebody has or what is a rung."""
        if notice.acknowledged_at is not None or notice.reason in CLIMB_BY_THEMSELVES:
            return ""
        if notice.id in self.said.answered:
            return _("somebody further up has it")
        to_come, posts = self._climb(notice)
        if to_come:
            first = to_come[0]
            return _("next asked: %(post)s, %(moment)s") % {
                "post": self.asked.post(posts[first.number]),
                "moment": self.asked.moment(first.at),
            }
        heard = self.said.of(notice.id)
        if heard.declined and ladders.is_nobody_left(set(posts), to_come=(), said=heard):
            return _("everybody who could be asked has declined")
        return _("everybody on its ladder has been asked")

    def gap_of(self, notice: Any) -> str:
        """That nobody is on duty where a notice waits; empty where somebody is."""
        if notice.acknowledged_at is None and notice.post_id in self.empty:
            return _("nobody is on duty there now")
        return ""

    def _climb(self, notice: Any) -> tuple[list[ladders.Reached], dict[int, UUID]]:
        """The rungs to come that have a post which may be named, and the post of each rung."""
        asked, parties = self.asked, self.asked.named_parties
        known = list(asked.posts.values())
        post = asked.posts.get(notice.post_id)
        if post is None:
            return [], {}
        ladder = ladders.notice_ladder(
            asked.whole.agreed, AgencyKind(post.agency.kind), urgency=Level(notice.urgency)
        )
        posts = journey_posts.Posts({notice.episode_id: parties}, _by_agency(known))
        own = posts.own_rungs(notice.episode_id, ladder, waited_for=notice.post_id)
        there = posts.asked(notice.episode_id, ladder)
        every = ladders.rungs(
            ladder,
            waiting_since=ladders.waits_since(
                notice.acknowledge_by, declined_at=notice.declined_at
            ),
            passed_over=own,
            said=self.said.of(notice.id),
        )
        stage = asked.whole.response
        climbed = {step.rung for step in stage.escalations if step.about == notice.id}
        to_come = [one for one in every if one.number not in climbed and one.number in there]
        return to_come, {number: each.id for number, each in there.items() if number not in own}


def _by_agency(posts: list[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for post in posts:
        found.setdefault(post.agency_id, []).append(post)
    return found
