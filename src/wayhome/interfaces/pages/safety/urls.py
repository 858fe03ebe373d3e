"""Addresses of who must not know of a child."""

from django.urls import path

from wayhome.interfaces.pages.safety import views

ONE = "children/<str:reference>/apart/"

urlpatterns = [
    path("declare", views.declare, name="declare"),
    path(ONE, views.apart, name="child_apart"),
    path(f"{ONE}person", views.person, name="child_apart_person"),
    path(f"{ONE}withhold", views.withhold, name="child_withhold"),
    path(f"{ONE}people/<uuid:conflict_id>", views.lift, name="child_conflict_lift"),
    path(f"{ONE}withheld/<uuid:withholding_id>", views.disclose_again, name="child_disclose_again"),
]
