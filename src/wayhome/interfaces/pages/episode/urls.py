"""The address of one episode."""

from django.urls import path

from wayhome.interfaces.pages.episode import views

urlpatterns = [
    path("episodes/<str:reference>/", views.episode, name="episode"),
]
