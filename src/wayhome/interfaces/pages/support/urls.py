"""Addresses of support, and of closing an episode."""

from django.urls import path

from wayhome.interfaces.pages.support import asked_views, views

ONE = "episodes/<str:reference>"

urlpatterns = [
    path(f"{ONE}/support", views.support, name="support"),
    path(f"{ONE}/support/more", views.support_more, name="support_more"),
    path("support-asked/", asked_views.asked, name="support_asked"),
    path("support-asked/<uuid:action_id>", asked_views.one, name="support_asked_one"),
    path(
        f"{ONE}/support/actions/<uuid:action_id>/done",
        views.action_done,
        name="support_action_done",
    ),
    path(f"{ONE}/support/asked/<uuid:asked_id>", views.we_did, name="support_we_did"),
    path(f"{ONE}/close", views.close, name="close_episode"),
]
