"""Addresses that every page needs: language, questioned words, and the gallery of components."""

from django.urls import path
from django.views.i18n import set_language

from wayhome.interfaces.pages.shared import gallery, wording_views

urlpatterns = [
    path("language", set_language, name="set_language"),
    path("words", wording_views.word_questions, name="word_questions"),
    path("gallery", gallery.gallery, name="gallery"),
]
