"""Addresses of the missing report."""

from django.urls import path

from wayhome.interfaces.pages.intake import views

urlpatterns = [
    path("report/", views.report, name="report"),
    path("report/draft", views.draft, name="report_draft"),
    path("report/look-up", views.look_up, name="report_look_up"),
    path("report/<str:reference>/received", views.received, name="report_received"),
]
