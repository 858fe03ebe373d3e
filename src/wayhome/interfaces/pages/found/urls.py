"""Addresses of the five moments that end an absence."""

from django.urls import path

from wayhome.interfaces.pages.found import views

PLACES = {
    "located": "located",
    "returned": "returned",
    "died": "died",
    "seen": "seen",
    "police-record": "police_record",
    "finalise": "finalise",
}

urlpatterns = [
    path(f"episodes/<str:reference>/{place}", views.record, {"name": name}, name=name)
    for place, name in PLACES.items()
]
