"""Which questions this person is asked, and the form that asks them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from wayhome.interfaces.pages.intake import forms, known
from wayhome.interfaces.pages.shared import drafts, viewing
from wayhome.records.agencies import queries as agencies
from wayhome.rules import access, facts, vocabulary
from wayhome.rules.vocabulary import AgencyKind, Channel, EpisodeType, PostKind

WRITTEN_AT = "written_at"
BELIEVED = timedelta(days=1)


def form_for(
    request: HttpRequest,
    *,
    sent: QueryDict | None = None,
    draft: Mapping[str, list[str]] | None = None,
) -> forms.ReportForm:
    """The form for this person, sent, drafted or empty."""
    viewer = viewing.viewer(request)
    initial = _initial(viewer)
    if draft and (drafted := forms.chosen_in(dict(draft))):
        initial["child_id"] = drafted
    return forms.ReportForm(
        sent, asked=_asked(request), now=viewing.now(request), initial=initial, draft=draft
    )


def form_sent(request: HttpRequest) -> forms.ReportForm:
    """The form that this person sends; as it was asked the first time, where it comes again.

    The children to choose from may be others by now: the report itself has added one. And one that
    was written without a line was asked of nobody by name.
    """
    if drafts.was_sent(request) or WRITTEN_AT in request.POST:
        now = written_at(request.POST, now=viewing.now(request))
        return form_then(request.POST, viewer=viewing.viewer(request), now=now)
    return form_for(request, sent=request.POST)


def written_at(sent: QueryDict, *, now: datetime) -> datetime:
    """The moment that "today" in it means: when it was written, where that was without a line.

    A browser's clock is believed within a day, and never where it is ahead of ours.
    """
    try:
        written = datetime.fromisoformat(sent.get(WRITTEN_AT, ""))
        is_likely = timedelta(0) <= now - written <= BELIEVED
    except (ValueError, TypeError):
        return now
    return written if is_likely else now


def form_then(sent: QueryDict, *, viewer: facts.Viewer, now: datetime) -> forms.ReportForm:
    """The form that somebody sent before, as of when it was sent.

    Which children they had to choose from then is not known any more, so any may be chosen.
    """
    return forms.ReportForm(sent, asked=of_nobody(viewer), now=now, initial=_initial(viewer))


def of_nobody(viewer: facts.Viewer | None) -> forms.Asked:
    """The questions somebody in this post is asked, with no child to choose from."""
    if viewer is None:
        return forms.Asked()
    is_police = viewer.agency_kind is AgencyKind.POLICE
    return forms.Asked(topics=is_police, councils=_councils(viewer))


def _asked(request: HttpRequest) -> forms.Asked:
    viewer = viewing.viewer(request)
    is_carer = viewer.agency_kind is AgencyKind.CARE_HOME
    return forms.Asked(
        topics=viewer.agency_kind is AgencyKind.POLICE,
        placed=tuple(known.placed(request)) if is_carer else (),
        councils=_councils(viewer),
    )


def _councils(viewer: facts.Viewer) -> tuple[tuple[str, str], ...]:
    """The councils to choose from, the nearest first; none where the answer is plain."""
    here: UUID = viewer.agency_id
    reporter = agencies.agency(here)
    if reporter.kind == AgencyKind.LOCAL_AUTHORITY or reporter.council_id is not None:
        return ()
    every = list(agencies.agencies(AgencyKind.LOCAL_AUTHORITY))
    if sum(council.police_force_id == here for council in every) == 1:
        return ()
    nearest = sorted(every, key=lambda council: council.police_force_id != here)
    return tuple((str(council.id), council.name) for council in nearest)


def _initial(viewer: facts.Viewer) -> dict[str, object]:
    answers: dict[str, object] = {"type": EpisodeType.MISSING, "channel": Channel.FORM}
    if viewer.posts & {PostKind.CALL_HANDLER}:
        return answers | {"channel": Channel.TELEPHONE}
    post = min(viewer.posts, key=list(PostKind).index, default=None)
    return answers | {
        "reporter_name": viewer.name,
        "reporter_relationship": _(post.label) if isinstance(post, vocabulary.PostKind) else "",
    }


def may_look_up(request: HttpRequest) -> bool:
    """Whether this person may ask who is already known."""
    return access.decide(viewing.viewer(request), access.Deed.LOOK_UP_CHILD).allowed


def identity_in(form: forms.ReportForm) -> dict[str, Any]:
    """The name and the date of birth typed so far; what cannot be read counts as not typed."""
    return {
        "given_name": _typed(form, "given_name"),
        "family_name": _typed(form, "family_name"),
        "date_of_birth": _typed(form, "date_of_birth"),
    }


def _typed(form: forms.ReportForm, name: str) -> object:
    field = form.fields[name]
    written = field.widget.value_from_datadict(form.draft, {}, name)
    try:
        return field.clean(written)
    except forms.django_forms.ValidationError:
        return None if name == "date_of_birth" else ""
