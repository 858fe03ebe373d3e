"""The words being typed, questioned as they are typed. Nothing is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from wayhome.interfaces.pages.shared.forms import UNDRAFTED
from wayhome.rules import wording

LONGEST = 20_000


@require_POST
def word_questions(request: HttpRequest) -> HttpResponse:
    """The questions about all that was sent, as a piece of page; empty when there are none."""
    typed = "\n".join(
        text for name, texts in request.POST.lists() if name not in UNDRAFTED for text in texts
    )
    questions = wording.questions_about(typed[:LONGEST])
    return render(request, "pages/questions.html", {"questions": questions})
