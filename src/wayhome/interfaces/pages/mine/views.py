"""My open episodes: one page, nine questions to the database, however long the list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wayhome.interfaces.pages.mine import filters, presenters
from wayhome.interfaces.pages.shared import viewing
from wayhome.journey import notice_answered
from wayhome.records.episodes import visibility
from wayhome.stages.response import board as boards

DEED = "see open episodes"


@require_GET
@viewing.signed_in
def my_episodes(request: HttpRequest) -> HttpResponse:
    """The open episodes that were chosen, and what waits for the viewer's posts."""
    viewer, now = viewing.viewer(request), viewing.now(request)
    chosen = filters.read(request.GET, viewer=viewer)
    episodes = filters.narrowed(visibility.episodes(viewer), chosen, viewer=viewer, now=now)
    shown = boards.lines(filters.page(episodes, chosen), viewer=viewer)
    board = boards.board_of(viewer)
    new = {each.id: each.episode_id for each in board.notices if each.delivered_at is None}
    if new:
        notice_answered.delivered(new, of=new.values(), by=viewer, now=now)
    token = viewing.log_list_on_screen(
        request, deed=DEED, child_ids=boards.children_on(shown[: filters.PAGE], board)
    )
    mine = presenters.mine(
        shown,
        board,
        chosen=chosen,
        counted=boards.tally(episodes, most=filters.COUNTED, now=now),
        viewer=viewer,
        now=now,
    )
    here = chosen.address(after=request.GET.get("after", "")) if chosen.after else chosen.address()
    context = {
        "mine": mine,
        "filters": filters.bar(chosen, viewer=viewer),
        "renew": f"{here}&on_screen={token}",
        "here": here,
        "list": "" if chosen.after else here,
        "width": "wide",
    }
    return render(request, "pages/mine/mine.html", context)
