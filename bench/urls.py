"""Every address of the service, its answers where no view has one, and the floor."""

from django.urls import include, path

from bench import floor
from wayhome.config.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("floor/", floor.floor), path("", include("wayhome.config.urls"))]
