"""Addresses of the notices to my posts."""

from django.urls import path

from wayhome.interfaces.pages.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/<uuid:notice_id>/", views.notice, name="notice"),
    path("notices/<uuid:notice_id>/have", views.acknowledge, name="acknowledge_notice"),
    path("notices/<uuid:notice_id>/cannot", views.decline, name="decline_notice"),
]
