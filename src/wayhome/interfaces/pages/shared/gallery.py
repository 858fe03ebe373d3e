"""Every component on one page, with invented content. For development only."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from wayhome.interfaces.pages.shared import (
    fields,
    forms,
    moment_fields,
    navigation,
    parts,
    pattern,
    presenters,
)
from wayhome.interfaces.pages.shared.presenters import Person, Tag, Tone
from wayhome.platform import clock
from wayhome.rules import vocabulary

OFFICER = Person("A. Ferncastle", "duty inspector", "Northmoor Police")
WORKER = Person("B. Quillstone", "social worker", "Eastvale Council")


class SampleForm(forms.PlainForm):
    """One of each question."""

    submission_key = fields.SubmissionKeyField()
    name = fields.TextField(label="Name, if it is known", required=False)
    last_seen_at = moment_fields.MomentField(label="When was the child last seen?")
    born = moment_fields.DayField(label="Date of birth", hint="For example, 27 3 2011")
    seen_at = moment_fields.DateAndTimeField(label="When did police see the child?")
    level = fields.RadioField(
        label="What level of risk do you judge?",
        choices=fields.answers(vocabulary.Level),
        hints={"high": "Serious harm is likely. Act at once."},
    )
    markers = fields.CheckboxesField(
        label="What concerns are there?",
        choices=fields.answers(list(vocabulary.Marker)[:4]),
    )
    channel = fields.SelectField(
        label="How did the report arrive?",
        choices=fields.answers(vocabulary.Channel),
    )
    reasons = fields.LongTextField(label="Why do you judge so?", max_length=500)
    agreed = fields.YesField(statement="I have told the child where these words may go")


def gallery(request: Any) -> HttpResponse:
    """The page of components. There is none outside development."""
    if not getattr(settings, "WAYHOME_GALLERY", settings.DEBUG):
        raise Http404
    now = clock.now()
    request.signed_in = OFFICER
    request.navigation = (navigation.Place("Components", "gallery"),)
    draft = {"reasons": ["She is a regular absconder and is putting herself at risk."]}
    form = SampleForm(request.POST or None, now=now, draft=draft)
    shown = {
        "form": form,
        "width": "wide",
        "timeline": _timeline(now),
        "duties": _duties(now),
        "ends": _ends(now),
        "notice": _notice(now),
        "facts": _facts(now),
        "levels": [presenters.risk(level) for level in vocabulary.Level],
        "standings": [presenters.standing(one) for one in vocabulary.Standing],
        "grid": pattern.weekday_hours({(1, 16): 1, (3, 17): 2, (4, 20): 4, (4, 21): 3, (5, 22): 1}),
        "filters": _filters(),
        "more": parts.Link("Show 50 more", "?after=7K2Q"),
        "past": presenters.moment(now - timedelta(hours=12), now=now),
    }
    return render(request, "pages/gallery/gallery.html", shown)


def _entry(now, hours, title, **more):
    at = now - timedelta(hours=hours)
    return parts.TimelineEntry(
        presenters.moment(at, now=now), presenters.exact(at), at.isoformat(), title, **more
    )


def _timeline(now):
    return [
        _entry(now, 30, "Reported missing", by=WORKER.words, text="Left after tea without a coat."),
        _entry(now, 29, "Police risk assessment", by=OFFICER.words, risk=presenters.risk("high")),
        _entry(
            now,
            20,
            "Sighting",
            by="member of the public",
            text="By the bus station, with an older boy.",
            recorded="Recorded 40 minutes later.",
        ),
        _entry(now, 2, "Returned", by=WORKER.words, tag=Tag("Returned", Tone.DONE)),
    ]


def _duty(now, hours, title, owner, standing):
    at = now + timedelta(hours=hours)
    when = presenters.due(at, now=now)
    if standing == "met":
        when = presenters.done(at, due_at=at, now=now)
    return parts.Duty(
        title,
        owner.words,
        when,
        presenters.exact(at),
        presenters.standing(standing),
        link=parts.Link(title, "#"),
    )


def _duties(now):
    return [
        _duty(now, -2, "Police risk assessment", OFFICER, "missed"),
        _duty(now, 9, "Offer of a return home interview", WORKER, "running"),
        _duty(now, -20, "Telling the family", WORKER, "met"),
        _duty(now, 70, "Strategy discussion", OFFICER, "not_started"),
    ]


def _ends(now):
    said = [presenters.moment(now - timedelta(hours=hours), now=now) for hours in (3, 2)]
    return [
        parts.Ending("Located", "police", said[0], OFFICER.words),
        parts.Ending("Returned", "carer", said[1], WORKER.words),
        parts.Ending("Seen by police", "police"),
        parts.Ending("Police record closed", "police"),
        parts.Ending("Council episode finalised", "responsible council"),
    ]


def _notice(now):
    return parts.Notice(
        "A child has been reported missing",
        presenters.from_now(now - timedelta(minutes=12), now=now),
        "Missing: reported",
        Tag("Nobody has this yet", Tone.WARN),
        "7K2Q9C4M",
        "Wren Sampleton (invented), age 14",
        parts.Link("Episode 7K2Q 9C4M", "#"),
        presenters.risk("high"),
        ["Sent to the duty inspector 12 minutes ago.", "Opened 4 minutes ago."],
    )


def _facts(now):
    source = f"{WORKER.words}, {presenters.moment(now, now=now)}"
    return [
        parts.Fact("Name", "Wren Sampleton (invented)", source),
        parts.Fact("Age", "14", source),
        parts.Fact("Last seen", "Green Lane bus stop", "a neighbour, yesterday 18:40"),
    ]


def _filters():
    choices = [parts.Choice("", "All"), parts.Choice("high", "High risk", is_chosen=True)]
    return [parts.Filter("level", "Level", choices), parts.Filter("owner", "Owner", choices)]
