"""Words that every page about one episode shares."""

from wayhome.interfaces.pages.shared import desk


def test_an_episode_that_no_post_owns_names_no_post() -> None:
    assert desk.post_words(None) == ""
