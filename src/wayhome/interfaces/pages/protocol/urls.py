"""The address of the partnership's protocol."""

from django.urls import path

from wayhome.interfaces.pages.protocol import views

urlpatterns = [path("protocol/", views.protocol, name="protocol")]
