"""Addresses of emergency looks. What is asked is sent in the page, never in an address."""

from django.urls import path

from wayhome.interfaces.pages.emergency import views

urlpatterns = [
    path("emergency-looks/", views.looks, name="emergency_looks"),
    path("emergency-looks/ask", views.ask, name="emergency_ask"),
    path("emergency-looks/<uuid:look_id>/end", views.end, name="emergency_end"),
    path("emergency-looks/<uuid:look_id>/review", views.review, name="emergency_review"),
    path("emergency-looks/<uuid:look_id>/reviewer", views.reviewer, name="emergency_reviewer"),
]
