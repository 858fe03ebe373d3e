"""Words said in a language that is named, whoever is reading: for a file that is made later."""

from collections.abc import Callable

from django.utils import translation

from wayhome.interfaces.pages.shared import presenters


def say_in(language: str) -> Callable[[str], str]:
    """A function that says the words of the rules and the journey in this language."""

    def say(words: str) -> str:
        with translation.override(language):
            return presenters.said(words)

    return say
