"""Addresses of the two keys."""

from django.urls import path

from wayhome.interfaces.pages.risk import views

urlpatterns = [
    path("episodes/<str:reference>/assess", views.assess, name="assess"),
    path("episodes/<str:reference>/joint", views.joint, name="joint"),
    path("episodes/<str:reference>/joint/<uuid:joint_id>/sign", views.sign, name="joint_sign"),
    path("episodes/<str:reference>/challenge", views.challenge, name="challenge"),
]
