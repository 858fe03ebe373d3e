"""Addresses of what is measured."""

from django.urls import path

from wayhome.interfaces.pages.oversight import views

urlpatterns = [path("measures/", views.measures_page, name="measures")]
