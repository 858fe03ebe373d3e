"""Addresses of my open episodes."""

from django.urls import path

from wayhome.interfaces.pages.mine import views

urlpatterns = [
    path("episodes/", views.my_episodes, name="my_episodes"),
]
