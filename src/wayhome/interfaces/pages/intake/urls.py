"""Addresses of the missing report."""

from django.urls import path

from wayhome.interfaces.pages.intake import paper_views, views, waiting_views

urlpatterns = [
    path("report/", views.report, name="report"),
    path("report/draft", views.draft, name="report_draft"),
    path("report/look-up", views.look_up, name="report_look_up"),
    path("report/paper", paper_views.on_paper, name="report_on_paper"),
    path("report/waiting/<uuid:key>", waiting_views.waiting, name="report_waiting"),
    path("report/<str:reference>/received", views.received, name="report_received"),
]
