"""What a report form says, in the words of the rules."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from wayhome.interfaces.pages.intake import forms
from wayhome.rules import factors, told, vocabulary


def report(form: forms.ReportForm) -> told.MissingReport:
    """The missing report of a form without errors."""
    said = form.cleaned_data
    child_id = said.get("child_id")
    return told.MissingReport(
        reporter=told.Reporter(
            name=said["reporter_name"],
            telephone=said["reporter_telephone"],
            relationship=said["reporter_relationship"],
        ),
        why_worried=said["why_worried"],
        child=_child(said, is_known=bool(child_id)),
        child_id=UUID(str(child_id)) if child_id else None,
        channel=_channel(said),
        received_at=said["reported_at"],
        type=vocabulary.EpisodeType(said["type"]),
        last_seen_at=said["last_seen_at"],
        last_seen_place=said["last_seen_place"],
        last_seen_by=said["last_seen_by"],
        missing_from=said["missing_from"],
        clothing=said["clothing"],
        tried=said["tried"],
        police_reference=said.get("police_reference", ""),
        council_id=UUID(said["council_id"]) if said.get("council_id") else None,
        answers=tuple(_answers(form)),
    )


def _channel(said: dict[str, Any]) -> vocabulary.Channel:
    """How it reached us. What was on paper first says so, whoever wrote it."""
    if said["reported_at"]:
        return vocabulary.Channel.KEYED_LATER
    return vocabulary.Channel(said.get("channel") or vocabulary.Channel.FORM)


def _child(said: dict[str, Any], *, is_known: bool) -> told.Child:
    """Who the child is. Names and ages of a child already chosen are left as they are known."""
    if is_known:
        return told.Child(known_as=said["known_as"], description=said["description"])
    return told.Child(
        given_name=said["given_name"],
        family_name=said["family_name"],
        known_as=said["known_as"],
        date_of_birth=said["date_of_birth"],
        age_stated=said["age_stated"],
        description=said["description"],
    )


def _answers(form: forms.ReportForm) -> Iterator[told.TopicAnswer]:
    said = form.cleaned_data
    for topic, (name, by) in zip(factors.TOPICS, form.topics, strict=False):
        if said[name]:
            yield told.TopicAnswer(topic=topic.code, answer=said[name], supplied_by=said[by])
