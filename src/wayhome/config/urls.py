"""Every address, by the way in."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("wayhome.interfaces.api.v1.urls")),
    path("", include("wayhome.interfaces.pages.urls")),
]

handler400 = "wayhome.config.faults.bad_request"
handler403 = "wayhome.config.faults.forbidden"
handler404 = "wayhome.config.faults.not_found"
handler500 = "wayhome.config.faults.server_error"
