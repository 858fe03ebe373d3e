"""Addresses of the interview board and of the interview of one episode."""

from django.urls import path

from wayhome.interfaces.pages.interviews import hearing, views

ONE = "episodes/<str:reference>/interview"
PLACES = {
    "refer": "interview_refer",
    "offer": "interview_offer",
    "try": "interview_try",
    "not-offered": "interview_not_offered",
    "after-all": "interview_taken_back",
}

urlpatterns = [
    path("interviews/", views.board, name="interview_board"),
    path(ONE, views.interview, name="interview"),
    *(
        path(f"{ONE}/{place}", views.record, {"name": name}, name=name)
        for place, name in PLACES.items()
    ),
    path(
        f"{ONE}/offers/<uuid:offer_id>/answer",
        views.record,
        {"name": "interview_answer"},
        name="interview_answer",
    ),
    path(f"{ONE}/held", hearing.held, name="interview_held"),
    path(f"{ONE}/held/draft", hearing.draft, name="interview_draft"),
    path(f"{ONE}/release", hearing.release, name="interview_release"),
]
