"""Addresses of the missing report."""

from django.urls import path

from wayhome.interfaces.pages.intake import (
    held_views,
    offline_views,
    paper_views,
    views,
    waiting_views,
)

urlpatterns = [
    path("report/", views.report, name="report"),
    path("report/draft", views.draft, name="report_draft"),
    path("report/look-up", views.look_up, name="report_look_up"),
    path("report/paper", paper_views.on_paper, name="report_on_paper"),
    path("report/held/", held_views.waiting, name="reports_held"),
    path("report/held/<uuid:held_id>", held_views.one, name="report_held"),
    path("report/held/<uuid:held_id>/have", held_views.have, name="report_held_have"),
    path("report/held/<uuid:held_id>/take-up", held_views.take_up, name="report_held_take_up"),
    path("report/line", offline_views.line, name="report_line"),
    path("report/offline", offline_views.shell, name="report_offline"),
    path("report/worker.js", offline_views.worker, name="report_worker"),
    path("report/waiting/<uuid:key>", waiting_views.waiting, name="report_waiting"),
    path("report/<str:reference>/received", views.received, name="report_received"),
]
