"""Photographs and documents: the list, adding one, showing one, replacing and withdrawing it."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wayhome.interfaces.pages.child import opened
from wayhome.interfaces.pages.files import forms, refusing
from wayhome.interfaces.pages.shared import (
    desk,
    naming,
    pictured,
    presenters,
    showing,
    telling,
    viewing,
)
from wayhome.journey import file_added, file_opened, file_withdrawn
from wayhome.platform.uploads import pictures
from wayhome.platform.uploads.kinds import NotTaken, Reason
from wayhome.records.files import queries as files_known
from wayhome.rules import access, facts, files

if TYPE_CHECKING:
    from wayhome.records.files.models import File

ADD, WITHDRAW = access.Deed.ADD_FILE, access.Deed.WITHDRAW_FILE
# Nothing in a file may run, load or lead anywhere, were a browser to take it for a page.
OF_ITS_OWN = "default-src 'none'; frame-ancestors 'none'; sandbox"


@require_GET
@viewing.signed_in
def of_child(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The photographs and documents of a child that this person may see."""
    here = opened.open_child(request, reference)
    if here is None:
        return viewing.ask_purpose(request, reference)
    found = pictured.seen(here.record.id, by=here.viewer, now=here.now)
    shown = {
        "name": naming.child(here.record),
        "photograph": pictured.photograph(
            here.record.id, by=here.viewer, now=here.now, unsaid=here.unsaid
        ),
        "documents": pictured.documents(found, now=here.now, unsaid=here.unsaid),
        "may_add": here.may(ADD),
        "may_withdraw": here.may(WITHDRAW),
        "reference": here.record.reference,
        "back": reverse("child", args=[here.record.reference]),
    }
    return render(request, "pages/files/files.html", shown)


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def add_to_child(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Add a photograph or document of a child."""
    here = opened.open_child(request, reference, deeds=[ADD])
    if here is None:
        return viewing.ask_purpose(request, reference)
    back = reverse("child_files", args=[here.record.reference])
    return _add(request, here.record.id, name=naming.child(here.record), back=back)


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def add_to_episode(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Add a photograph or document of an episode."""
    here = desk.open_episode(request, reference, ADD)
    child = here.whole.child.child
    return _add(
        request, child.id, name=naming.child(child), back=here.back, episode_id=here.episode_id
    )


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def replace(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """Put a file in the place of one that is shown."""
    file = _seen(request, file_id, deed=ADD)
    back = reverse("child_files", args=[file.child.reference])
    return _add(request, file.child_id, name=naming.child(file.child), back=back, replaces=file)


def _add(
    request: HttpRequest,
    child_id: UUID,
    *,
    name: str,
    back: str,
    episode_id: UUID | None = None,
    replaces: "File | None" = None,
) -> HttpResponseBase:
    form = forms.AddForm(
        _sent(request),
        now=viewing.now(request),
        files_sent=request.FILES,
        subject=replaces.subject if replaces else "",
    )
    if form.is_valid() and _told(request, form, child_id, episode_id, replaces):
        messages.success(request, _("The file is kept. Whoever may see it finds it here."))
        return redirect(back)
    return showing.page(request, "pages/files/add.html", {"form": form, "name": name, "back": back})


def _told(
    request: HttpRequest,
    form: forms.AddForm,
    child_id: UUID,
    episode_id: UUID | None,
    replaces: "File | None",
) -> bool:
    """Whether it was kept; where it was not, the form says why."""
    sent = form.cleaned_data["file"]
    if sent.size > len(held := sent.read()):
        form.add_error("file", refusing.words(Reason.TOO_LARGE))
        return False
    told = file_added.Sent(
        content=held,
        subject=files.FileSubject(replaces.subject if replaces else form.cleaned_data["subject"]),
        title=form.cleaned_data["title"],
        episode_id=replaces.episode_id if replaces else episode_id,
        replaces=replaces.id if replaces else None,
    )
    viewer, now = viewing.viewer(request), viewing.now(request)
    try:
        kept = telling.tell(
            request, form, lambda: file_added.record(child_id, told, by=viewer, now=now)
        )
    except NotTaken as refused:
        form.add_error("file", refusing.words(refused.reason))
        viewing.log_refusal(request, deed=ADD, reason=str(refused))
        return False
    return kept is not None


@require_GET
@viewing.signed_in
def file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The file itself: a picture in its place, anything else to be saved and never shown here."""
    found = file_opened.record(file_id, by=_looking(request, file_id), now=viewing.now(request))
    is_picture = found.file.media_type == pictures.MEDIA_TYPE
    how, ending = ("inline", "jpg") if is_picture else ("attachment", "pdf")
    answer = HttpResponse(found.content, content_type=found.file.media_type)
    answer.headers["Content-Disposition"] = f'{how}; filename="wayhome-{found.file.id}.{ending}"'
    answer.headers["Content-Security-Policy"] = OF_ITS_OWN
    return answer


@require_http_methods(["GET", "POST"])
@viewing.signed_in
def withdraw(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """Withdraw a file that was wrong."""
    found = _seen(request, file_id, deed=WITHDRAW)
    viewer, now = viewing.viewer(request), viewing.now(request)
    form = forms.WithdrawForm(_sent(request), now=now)
    back = reverse("child_files", args=[found.child.reference])
    if form.is_valid() and telling.tell(
        request,
        form,
        lambda: file_withdrawn.record(file_id, why=form.cleaned_data["why"], by=viewer, now=now),
    ):
        messages.success(request, _("Withdrawn. It is shown to nobody any more."))
        return redirect(back)
    title = found.title or presenters.sentence(files.FileSubject(found.subject).label)
    shown = {"form": form, "back": back, "title": title, "name": naming.child(found.child)}
    return showing.page(request, "pages/files/withdraw.html", shown)


def _looking(request: HttpRequest, file_id: UUID) -> facts.Viewer:
    """The viewer, with the purpose they stated for the child of this file, if they did."""
    child_id = files_known.standing(file_id).child_id
    return viewing.stated_for(request, child_id) or viewing.viewer(request)


def _seen(request: HttpRequest, file_id: UUID, *, deed: access.Deed) -> "File":
    """A file that this person may see, entered as looked at. Raises NoSuchFile, alike for others.

    The page names the child and says what the file is called.
    """
    found = files_known.standing(file_id)
    by = _looking(request, file_id)
    if not file_opened.may_see(found, by=by, now=viewing.now(request)):
        raise files_known.NoSuchFile(str(file_id))
    viewing.log_look(
        request, deed=deed, child_id=found.child_id, episode_id=found.episode_id, by=by
    )
    return found


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
