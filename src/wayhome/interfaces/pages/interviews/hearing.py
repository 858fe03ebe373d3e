"""The interview is written down; then each of its three parts is released or held back."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wayhome.interfaces.pages.interviews import forms, heard
from wayhome.interfaces.pages.shared import (
    desk,
    drafts,
    presenters,
    showing,
    telling,
    viewing,
)
from wayhome.journey import acting, draft_kept, interview_held
from wayhome.platform import references
from wayhome.platform.audit import ledger
from wayhome.platform.audit.models import Verb
from wayhome.records.episodes import queries as episodes
from wayhome.records.episodes import visibility
from wayhome.records.practitioners import queries as practitioners
from wayhome.rules import access, told
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import InterviewPart, PostKind, ProviderType
from wayhome.stages.intake import queries as intake
from wayhome.stages.interviews import queries as interviews

HOLD = access.Deed.HOLD_INTERVIEW
RELEASE = access.Deed.RELEASE_FINDINGS
WORDS = (
    "place",
    "present",
    "own_words",
    "where_and_with_whom",
    "would_help",
    "carer_view",
    "confidential",
    "shareable",
    "intelligence",
)


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def held(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The form of the interview itself."""
    here = desk.open_episode(request, reference, HOLD, sections=(Section.INTERVIEW_OFFERS,))
    page = reverse("interview", args=[here.reference])
    if request.POST.get("do") == "come_back":
        _keep(request, here.episode_id)
        messages.success(request, _("Your answers are kept for you alone, until you come back."))
        return redirect(page)
    draft_name = draft_kept.interview(here.episode_id)
    kept = {}
    if request.method == "GET":
        kept = intake.draft(here.viewer.practitioner_id, draft_name)
    form = _held_form(request, here, kept)
    if form.is_valid() and _recorded(request, form, here):
        draft_kept.drop(draft_name, by=here.viewer)
        messages.success(
            request, _("The interview is recorded. Now decide what is released of each part.")
        )
        return redirect(page)
    shown = {
        "form": form,
        "heading": desk.heading(here),
        "reads": _reads(),
        "draft_url": reverse("interview_draft", args=[here.reference]),
        "has_draft": bool(kept),
        "back": page,
    }
    return showing.page(request, "pages/interviews/held.html", shown)


def _held_form(request: HttpRequest, here: desk.Desk, kept: dict[str, list[str]]) -> forms.HeldForm:
    """The questions; an interviewer who signs in has most likely talked with the child."""
    is_interviewer = PostKind.INTERVIEWER in here.viewer.posts
    return forms.HeldForm(
        request.POST if request.method == "POST" else None,
        now=here.now,
        interviewers=_interviewers(here),
        others=_others(here),
        initial={"interviewer": str(here.viewer.practitioner_id)} if is_interviewer else None,
        draft=kept,
    )


@require_POST
@viewing.signed_in
def draft(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Keep what is typed, for its author alone; or throw it away when that is asked."""
    viewer = viewing.viewer(request)
    episode = visibility.episode(viewer, references.read(reference) or reference)
    if request.POST.get("do") == "throw_away":
        draft_kept.drop(draft_kept.interview(episode.id), by=viewer)
        return redirect("interview_held", episode.reference)
    if not drafts.was_sent(request):
        _keep(request, episode.id)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _keep(request: HttpRequest, episode_id: UUID) -> None:
    """The answers typed so far, whatever they are; a draft is not asked to make sense."""
    now = viewing.now(request)
    typed = drafts.drafted(forms.HeldForm(now=now, others=[("", "")]), request.POST)
    draft_kept.keep_of_interview(episode_id, typed, by=viewing.viewer(request), now=now)


def _recorded(request: HttpRequest, form: forms.HeldForm, here: desk.Desk) -> bool:
    try:
        outcome = telling.tell(request, form, lambda: _record(form.cleaned_data, here))
    except access.Refused as refusal:
        ledger.write(
            Verb.REFUSE,
            by=here.viewer,
            at=here.now,
            deed=HOLD,
            child_id=here.whole.episode.child_id,
            episode_id=here.episode_id,
            reason=refusal.reason,
        )
        form.add_error("interviewer", presenters.said(refusal.reason))
        return False
    return outcome is not None


def _record(answers: dict[str, Any], here: desk.Desk) -> acting.Outcome:
    said = told.Interview(
        held_at=answers["at"],
        interviewer_id=UUID(answers["interviewer"]),
        provider_type=ProviderType(answers["provider_type"]),
        push=tuple(answers["push"]),
        pull=tuple(answers["pull"]),
        harms=tuple(answers["harms"]),
        **{name: answers[name] for name in WORDS},
    )
    covered = [here.episode_id, *(UUID(other) for other in answers.get("covers", ()))]
    return interview_held.record(covered, said, by=here.viewer, now=here.now)


def _interviewers(here: desk.Desk) -> list[tuple[str, str]]:
    return [
        (str(person.id), presenters.Person(person.name, _posts(person)).words)
        for person in practitioners.in_agencies([here.viewer.agency_id])
    ]


def _posts(person: Any) -> str:
    return presenters.listed([_(holding.post.title) for holding in person.holdings.all()])


def _others(here: desk.Desk) -> list[tuple[str, str]]:
    among = episodes.played_by(
        visibility.episodes(here.viewer), here.viewer.agency_id, access.PART_NEEDED[HOLD]
    )
    return [
        (str(other.id), _time_away(other, here))
        for other in interviews.may_be_covered(among, here.whole.episode.child_id)
        if other.id != here.episode_id
    ]


def _time_away(other: Any, here: desk.Desk) -> str:
    return _("Away from %(start)s, back %(end)s (%(reference)s)") % {
        "start": presenters.moment(other.absent_from, now=here.now),
        "end": presenters.moment(other.absent_until, now=here.now),
        "reference": other.reference,
    }


def _reads() -> dict[str, str]:
    return {str(part): words for part, words in heard.who_reads().items()}


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def release(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Each part with its own decision."""
    here = desk.open_episode(request, reference, RELEASE, sections=(Section.INTERVIEW_SHAREABLE,))
    row = interviews.interview_of(here.episode_id)
    if not heard.reads_all(row, here.viewer):
        raise access.Refused(interview_held.NOT_YOURS_TO_RELEASE)
    asked = {part: _release_form(request, part, here) for part in heard.titles()}
    sent = next((part for part in asked if part == request.POST.get("part")), None)
    if sent and asked[sent].is_valid() and _released(request, asked[sent], sent, here):
        messages.success(request, _("Your decision is recorded."))
        return redirect(reverse("interview_release", args=[here.reference]))
    releases = here.whole.interviews.releases
    shown = {
        "heading": desk.heading(here),
        "parts": [
            {"form": asked[part], "part": heard.part(row, releases, part), "reads": words}
            for part, words in heard.who_reads().items()
        ],
        "back": reverse("interview", args=[here.reference]),
    }
    if sent:
        shown["form"] = asked[sent]
    return showing.page(request, "pages/interviews/release.html", shown)


def _release_form(request: HttpRequest, part: InterviewPart, here: desk.Desk) -> forms.ReleaseForm:
    is_sent = request.method == "POST" and request.POST.get("part") == part
    return forms.ReleaseForm(request.POST if is_sent else None, now=here.now, prefix=str(part))


def _released(
    request: HttpRequest, form: forms.ReleaseForm, part: InterviewPart, here: desk.Desk
) -> bool:
    outcome = telling.tell(
        request,
        form,
        lambda: interview_held.release(
            here.episode_id,
            part,
            released=form.cleaned_data["released"] == "yes",
            reason=form.cleaned_data["reason"],
            by=here.viewer,
            now=here.now,
        ),
    )
    return outcome is not None
