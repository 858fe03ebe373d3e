"""Addresses of the way in."""

from django.urls import path

from wayhome.interfaces.pages.entry import views

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("still-here", views.still_here, name="still_here"),
    path("children/<str:reference>/why", views.child_purpose, name="child_purpose"),
    path("episodes/<str:reference>/why", views.episode_purpose, name="episode_purpose"),
]
