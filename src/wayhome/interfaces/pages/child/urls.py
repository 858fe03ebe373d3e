"""Addresses of children: looking one up, one child's page, and adding to it."""

from django.urls import path

from wayhome.interfaces.pages.child import views

ONE = "children/<str:reference>/"

urlpatterns = [
    path("children/", views.look_up, name="children"),
    path(ONE, views.child, name="child"),
    *(
        path(f"{ONE}{name}", views.add, {"name": name}, name=f"child_{name}")
        for name in ("detail", "contact", "marker")
    ),
    path(
        f"{ONE}contacts/<uuid:contact_id>",
        views.add,
        {"name": "contact_correct"},
        name="child_contact_correct",
    ),
]
