"""What a line needs is read before the first is asked for."""

from django.conf import settings
from django.utils import translation

from wayhome.interfaces.stream import listed, ready
from wayhome.platform import clock


def test_a_line_is_put_into_words_in_each_language_and_the_database_is_asked_nothing(monkeypatch):
    said = []
    as_before = listed.said

    def noted(line, **given):
        said.append((translation.get_language(), as_before(line, **given)))
        return said[-1][1]

    monkeypatch.setattr(listed, "said", noted)

    ready.make_ready(now=clock.now())

    assert [language for language, _ in said] == [language for language, _ in settings.LANGUAGES]
    assert all("wh-episode__next" in line for _, line in said)
