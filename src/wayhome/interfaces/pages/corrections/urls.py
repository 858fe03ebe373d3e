"""Addresses of the pages on which what was recorded wrongly is corrected, or withdrawn."""

from django.urls import path

from wayhome.interfaces.pages.corrections import kinds, views, withdrawing

ONE = "episodes/<str:reference>/correct"

urlpatterns = [
    path(f"{ONE}/answers", views.answers, name="correct_answers"),
    *(
        path(f"{ONE}/{name}/<uuid:fact_id>", views.correct, {"name": name}, name=f"correct_{name}")
        for name in kinds.KINDS
    ),
    *(
        path(
            f"episodes/<str:reference>/withdraw/{name}/<uuid:fact_id>",
            withdrawing.withdraw,
            {"name": name},
            name=f"withdraw_{name}",
        )
        for name in withdrawing.WITHDRAWN
    ),
]
