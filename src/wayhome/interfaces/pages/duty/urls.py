"""Addresses of who is on duty."""

from django.urls import path

from wayhome.interfaces.pages.duty import views

urlpatterns = [
    path("on-duty/", views.posts, name="on_duty"),
    path("on-duty/<uuid:post_id>/", views.rota, name="rota"),
    path("on-duty/<uuid:post_id>/pattern", views.pattern, name="rota_pattern"),
    path("on-duty/<uuid:post_id>/stand-in", views.stand_in, name="rota_stand_in"),
    path("on-duty/<uuid:post_id>/written-to", views.written_to, name="rota_written_to"),
    path("on-duty/lines/<uuid:shift_id>/take-off", views.take_off, name="rota_take_off"),
]
