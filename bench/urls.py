"""Every address of the service, and the floor."""

from django.urls import include, path

from bench import floor

urlpatterns = [path("floor/", floor.floor), path("", include("wayhome.config.urls"))]
