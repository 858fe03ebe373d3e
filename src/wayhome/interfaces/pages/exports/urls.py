"""Addresses of exports."""

from django.urls import path

from wayhome.interfaces.pages.exports import views

urlpatterns = [
    path("exports/", views.exports_page, name="exports"),
    path("exports/ask", views.ask, name="export_ask"),
    path("exports/<str:reference>/", views.export, name="export"),
    path("exports/<str:reference>/file", views.fetch, name="export_file"),
    path("exports/<str:reference>/approve", views.approve, name="export_approve"),
    path("exports/<str:reference>/decline", views.decline, name="export_decline"),
    path("exports/<str:reference>/end", views.end, name="export_end"),
]
