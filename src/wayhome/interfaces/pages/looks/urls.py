"""Addresses of the ledger's pages: my own looks, who looked at a child, and looks to review."""

from django.urls import path

from wayhome.interfaces.pages.looks import views

urlpatterns = [
    path("looks/", views.mine, name="my_looks"),
    path("looks/review/", views.queue, name="looks_to_review"),
    path("looks/review/<uuid:review_id>", views.review, name="look_review"),
    path("looks/review/<uuid:review_id>/child", views.open_child, name="look_review_child"),
    path("children/<str:reference>/looks", views.of_child, name="child_looks"),
]
