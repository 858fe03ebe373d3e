"""Addresses of sightings and hypotheses."""

from django.urls import path

from wayhome.interfaces.pages.search import views

urlpatterns = [
    path("episodes/<str:reference>/sightings", views.sightings, name="sightings"),
    path("episodes/<str:reference>/hypotheses", views.hypotheses, name="hypotheses"),
]
