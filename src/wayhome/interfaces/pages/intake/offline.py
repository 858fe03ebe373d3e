"""What a browser needs to take a report without a line: the page, and who is signed in.

The page is kept in the browser, so it holds nobody: no child, no name, no token of a form.
"""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static

from wayhome.interfaces.pages.intake import asking, forms, known
from wayhome.interfaces.pages.shared import frame, giving, viewing
from wayhome.interfaces.pages.shared.addresses import reverse
from wayhome.rules import facts

FILES = ("build/wayhome.css", "build/wayhome.js", "wayhome/mark.svg")


def line(request: HttpRequest, who: facts.Viewer | giving.Giver | None) -> HttpResponse:
    """That there is a line: who is signed in, by the name a browser knows, and a form's token."""
    return JsonResponse({"owner": giving.name_here(who), "token": get_token(request)})


def shell(request: HttpRequest) -> HttpResponse:
    """The questions that this person is asked, without anybody in them."""
    viewer, now = viewing.viewer_or_none(request), viewing.now(request)
    form = forms.ReportForm(
        asked=asking.of_nobody(viewer), now=now, initial={"type": "missing", "submission_key": ""}
    )
    around = frame.frame(request)["frame"]
    shown = {
        "form": form,
        "panel": known.Panel(),
        "asks_council": "council_id" in form.fields,
        "is_shell": True,
        "frame": frame.without_anybody(around),
    }
    return HttpResponse(render_to_string("pages/intake/report.html", shown))


def worker() -> HttpResponse:
    """The script that opens the page without a line, told what it may keep: this and no more."""
    kept = {"shell": reverse("report_offline"), "files": [static(each) for each in FILES]}
    script = json.dumps(static("build/worker.js"))
    said = f"self.wayhome = {json.dumps(kept)}\nimportScripts({script})\n"
    return HttpResponse(said, content_type="text/javascript")
