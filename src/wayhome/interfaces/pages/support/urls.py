"""Addresses of support, and of closing an episode."""

from django.urls import path

from wayhome.interfaces.pages.support import views

ONE = "episodes/<str:reference>"

urlpatterns = [
    path(f"{ONE}/support", views.support, name="support"),
    path(
        f"{ONE}/support/actions/<uuid:action_id>/done",
        views.action_done,
        name="support_action_done",
    ),
    path(f"{ONE}/support/asked/<uuid:asked_id>", views.we_did, name="support_we_did"),
    path(f"{ONE}/close", views.close, name="close_episode"),
]
