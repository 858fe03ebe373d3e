"""Every address, by the way in."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("wayhome.interfaces.api.v1.urls")),
    path("", include("wayhome.interfaces.pages.urls")),
]
