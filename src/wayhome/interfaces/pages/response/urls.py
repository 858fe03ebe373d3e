"""Addresses of the response to an episode."""

from django.urls import path

from wayhome.interfaces.pages.response import duty_views, past_views, views

EPISODE = "episodes/<str:reference>"

urlpatterns = [
    path(f"{EPISODE}/steps", views.steps, name="steps"),
    path(f"{EPISODE}/steps/<uuid:step_id>/take", views.step_take, name="step_take"),
    path(f"{EPISODE}/steps/<uuid:step_id>/done", views.step_done, name="step_done"),
    path(f"{EPISODE}/review", views.review, name="review"),
    path(f"{EPISODE}/past-review", past_views.past_review, name="past_review"),
    path("past-reviews/", past_views.past_reviews_list, name="past_reviews"),
    path(f"{EPISODE}/handover", views.handover, name="handover"),
    path(
        f"{EPISODE}/handover/<uuid:handover_id>/accept",
        views.handover_accept,
        name="handover_accept",
    ),
    path(
        f"{EPISODE}/handover/<uuid:handover_id>/decline",
        views.handover_decline,
        name="handover_decline",
    ),
    path(f"{EPISODE}/duties/<uuid:duty_id>/meet", duty_views.duty_meet, name="duty_meet"),
    path(f"{EPISODE}/duties/<uuid:duty_id>/decline", duty_views.duty_decline, name="duty_decline"),
    path(f"{EPISODE}/family/<uuid:contact_id>", duty_views.family, name="family"),
    path(f"{EPISODE}/type", duty_views.change_type, name="change_type"),
]
