"""Addresses of a child's protection, and of what came in of sealed children."""

from django.urls import path

from wayhome.interfaces.pages.protection import views

ONE = "children/<str:reference>/protection"
ASKED = "sealed/lowerings/<uuid:lowering_id>"

urlpatterns = [
    path(ONE, views.protection, name="protection"),
    path(f"{ONE}/destroyed", views.destroy, name="protection_destroy"),
    path(f"{ONE}/<str:name>", views.do, name="protection_do"),
    path("sealed/", views.inbox, name="sealed_inbox"),
    path("sealed/<uuid:word_id>/", views.word, name="sealed_word"),
    path("sealed/<uuid:word_id>/acknowledge", views.acknowledge, name="sealed_acknowledge"),
    path(
        "sealed/lowerings/<uuid:lowering_id>/<str:said_so>", views.answer, name="protection_answer"
    ),
    path("sealed/joins/<uuid:joined_id>", views.part, name="protection_part"),
]
