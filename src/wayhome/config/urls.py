"""Every address, by the way in."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("wayhome.interfaces.api.v1.urls")),
    path("", include("wayhome.interfaces.pages.urls")),
]

handler400 = "wayhome.interfaces.pages.shared.errors.bad_request"
handler403 = "wayhome.interfaces.pages.shared.errors.forbidden"
handler404 = "wayhome.interfaces.pages.shared.errors.not_found"
handler500 = "wayhome.interfaces.pages.shared.errors.server_error"
