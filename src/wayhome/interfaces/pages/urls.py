"""Every practitioner's page: one line a stage, each stage's own addresses in its own urls.py."""

from django.urls import include, path

urlpatterns = [
    path("", include("wayhome.interfaces.pages.shared.urls")),
    path("", include("wayhome.interfaces.pages.entry.urls")),
    path("", include("wayhome.interfaces.pages.signing.urls")),
    path("", include("wayhome.interfaces.pages.mine.urls")),
    path("", include("wayhome.interfaces.pages.notices.urls")),
    path("", include("wayhome.interfaces.pages.duty.urls")),
    path("", include("wayhome.interfaces.pages.episode.urls")),
    path("", include("wayhome.interfaces.pages.intake.urls")),
    path("", include("wayhome.interfaces.pages.risk.urls")),
    path("", include("wayhome.interfaces.pages.response.urls")),
    path("", include("wayhome.interfaces.pages.search.urls")),
    path("", include("wayhome.interfaces.pages.found.urls")),
    path("", include("wayhome.interfaces.pages.corrections.urls")),
    path("", include("wayhome.interfaces.pages.interviews.urls")),
    path("", include("wayhome.interfaces.pages.support.urls")),
    path("", include("wayhome.interfaces.pages.protection.urls")),
    path("", include("wayhome.interfaces.pages.child.urls")),
    path("", include("wayhome.interfaces.pages.looks.urls")),
    path("", include("wayhome.interfaces.pages.safety.urls")),
    path("", include("wayhome.interfaces.pages.emergency.urls")),
    path("", include("wayhome.interfaces.pages.protocol.urls")),
    path("", include("wayhome.interfaces.pages.oversight.urls")),
    path("", include("wayhome.interfaces.pages.exports.urls")),
    path("", include("wayhome.interfaces.pages.files.urls")),
]
