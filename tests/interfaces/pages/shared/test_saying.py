"""Words are kept apart for each language, also while one page is made."""

from django.utils import translation

from wayhome.interfaces.pages.shared import presenters, saying
from wayhome.rules.vocabulary import Level


def test_a_page_is_said_in_the_language_it_was_begun_in_and_the_next_one_in_its_own():
    with translation.override("cy"):
        welsh = presenters.risk(Level.HIGH).text
        with saying.one_page():
            assert presenters.risk(Level.HIGH).text == welsh
    with translation.override("en-gb"), saying.one_page():
        english = presenters.risk(Level.HIGH).text
    assert english == "High risk" != welsh
