"""Assessing the risk: each side alone, then both together, and up the ladder when they differ."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wayhome.interfaces.pages.risk import forms, presenters
from wayhome.interfaces.pages.shared import desk, showing, telling, viewing
from wayhome.journey import challenge_answered, joint_risk_agreed, risk_assessed
from wayhome.records.episodes import visibility
from wayhome.rules import access, redaction, risk
from wayhome.rules.vocabulary import Level, Side
from wayhome.stages.response import queries as response

NO_KEY = "Risk is assessed by police and by children's services"
SECTIONS = (redaction.Section.SUMMARY, redaction.Section.RISK, redaction.Section.REPORT)
WITH_INTERVIEW = (*SECTIONS, redaction.Section.INTERVIEW_SHAREABLE)
WHY_LOWER = "This joint level is lower than an assessment. Say why, in your side's own words."


@viewing.signed_in
@require_http_methods(["GET", "POST"])
def assess(request: HttpRequest, reference: str) -> HttpResponseBase:
    """One side assesses."""
    side = _side(request, reference)
    here = desk.open_episode(
        request, reference, access.deed_to_assess(side), sections=WITH_INTERVIEW
    )
    form = forms.AssessmentForm(_sent(request), now=here.now, levels=_levels(here))
    if form.is_valid() and telling.tell(
        request,
        form,
        lambda: risk_assessed.record(here.episode_id, form.said(), by=here.viewer, now=here.now),
    ):
        messages.success(request, _("Your assessment is recorded."))
        return redirect(here.back)
    shown = {"form": form, "shown": presenters.beside(here, side), "back": here.back}
    return showing.page(request, "pages/risk/assess.html", shown)


@viewing.signed_in
@require_http_methods(["GET", "POST"])
def joint(request: HttpRequest, reference: str) -> HttpResponseBase:
    """A joint level is put forward."""
    here, side = _keyholder(request, reference)
    form = forms.JointForm(_sent(request), now=here.now, levels=_levels(here))
    if (
        form.is_valid()
        and _is_explained(form, here, side)
        and telling.tell(
            request,
            form,
            lambda: joint_risk_agreed.propose(
                here.episode_id, form.said(), by=here.viewer, now=here.now
            ),
        )
    ):
        messages.success(request, _("Put forward. It stands once the other side has signed."))
        return redirect(here.back)
    shown = {"form": form, "shown": presenters.joint(here, side), "back": here.back}
    return showing.page(request, "pages/risk/joint.html", shown)


@viewing.signed_in
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, reference: str, joint_id: UUID) -> HttpResponseBase:
    """The other side signs."""
    here, side = _keyholder(request, reference)
    row = next((one for one in here.whole.risk.joint if one.id == joint_id), None)
    if row is None:
        raise response.NoSuchThing(str(joint_id))
    below = bool(risk.sides_above(here.account, Level(row.level)))
    form = forms.SignForm(_sent(request), now=here.now, needs_explanation=below)
    if form.is_valid() and telling.tell(
        request,
        form,
        lambda: joint_risk_agreed.sign(
            here.episode_id,
            joint_id,
            explanation=form.cleaned_data.get("explanation", ""),
            by=here.viewer,
            now=here.now,
        ),
    ):
        messages.success(request, _("Signed. Both sides now work to this level."))
        return redirect(here.back)
    shown = {
        "form": form,
        "shown": presenters.joint(here, side),
        "joint": presenters.waiting(here, row, sign=""),
        "is_agreed": row.agreed_at is not None,
        "back": here.back,
    }
    return showing.page(request, "pages/risk/sign.html", shown)


@viewing.signed_in
@require_http_methods(["GET", "POST"])
def challenge(request: HttpRequest, reference: str) -> HttpResponseBase:
    """A rung of the ladder answers."""
    here = desk.open_episode(request, reference, access.Deed.ANSWER_CHALLENGE, sections=SECTIONS)
    waiting = [one for one in here.whole.risk.challenges if one.settled_at is None]
    if not waiting:
        return _no_challenge(request, here)
    form = forms.ChallengeForm(_sent(request), now=here.now, levels=_levels(here))
    if form.is_valid() and telling.tell(
        request,
        form,
        lambda: challenge_answered.record(
            here.episode_id,
            answer=form.cleaned_data["answer"],
            level=Level(form.cleaned_data["level"]) if form.cleaned_data["level"] else None,
            by=here.viewer,
            now=here.now,
        ),
    ):
        messages.success(request, _("Your answer is recorded."))
        return redirect(here.back)
    shown = {"form": form, "shown": presenters.challenge(here, waiting[-1]), "back": here.back}
    return showing.page(request, "pages/risk/challenge.html", shown)


def _no_challenge(request: HttpRequest, here: desk.Desk) -> HttpResponse:
    shown = {"heading": desk.heading(here), "back": here.back}
    return render(request, "pages/risk/no_challenge.html", shown)


def _side(request: HttpRequest, reference: str) -> Side:
    """The side the viewer assesses for. Whoever may not know of the episode hears only that."""
    viewer = viewing.viewer(request)
    side = access.side_of(viewer)
    if side is None:
        visibility.episode(viewer, reference)
        raise access.Refused(NO_KEY)
    return side


def _keyholder(request: HttpRequest, reference: str) -> tuple[desk.Desk, Side]:
    side = _side(request, reference)
    deed = access.deed_to_assess(side)
    return desk.open_episode(request, reference, deed, sections=SECTIONS), side


def _levels(here: desk.Desk) -> tuple[Level, ...]:
    return risk.levels_allowed(here.whole.agreed)


def _is_explained(form: forms.JointForm, here: desk.Desk, side: Side) -> bool:
    """Whether a level below an assessment comes with this side's reasons; if not, the form asks."""
    said = form.said()
    given = [side] if said.explanation else []
    if side in risk.explanations_missing(here.account, level=said.level, explained=given):
        form.add_error("explanation", _(WHY_LOWER))
        return False
    return True


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
