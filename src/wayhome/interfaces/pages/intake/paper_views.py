"""The form on paper, for when nothing else works. It holds nothing of anybody."""

from django.http import HttpRequest, HttpResponse
from django.template.backends.utils import csrf_input
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wayhome.interfaces.pages.shared import frame, parts
from wayhome.rules import factors

IN_THE_MINIMUM = frozenset({"worry", "tried"})


@require_GET
def on_paper(request: HttpRequest) -> HttpResponse:
    """The questions of a missing report, to be printed. Open to everybody, signed in or not."""
    return page(request)


def page(request: HttpRequest) -> HttpResponse:
    """The form on paper. It is made without asking the database anything."""
    topics = [
        parts.Fact(_(topic.question), _(topic.hint) if topic.hint else "")
        for topic in factors.TOPICS
        if topic.code not in IN_THE_MINIMUM
    ]
    around = {**frame.frame(request), "csrf_input": csrf_input(request)}
    return HttpResponse(render_to_string("pages/intake/paper.html", {**around, "topics": topics}))
