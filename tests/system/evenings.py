"""An invented child on the running site, and ways in for the people around them."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from tests.interfaces.pages import after_return, at_work

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.platform import clock

LANGUAGES = ("en", "cy")


class Site(at_work.Work):
    """The demonstration that is running, with a browser in it."""

    def __init__(self, page, address, axe_check) -> None:
        self.page, self.address, self.axe_check = page, address, axe_check
        self.now, self.cast = clock.now(), casting.find()

    def missing(self, name, **contacts):
        """A child reported missing two hours ago."""
        with transaction.atomic():
            return after_return.After(self, super().episode(child=self.child(name, **contacts)))

    def told(self, story):
        """Something that happened before the browser looks: all of it, or none."""
        with transaction.atomic():
            return story()

    def as_person(self, username, *, language="en"):
        """From now on the browser is this person's, in this language."""
        client = Client()
        client.force_login(get_user_model().objects.get(username=username))
        self.page.context.clear_cookies()
        self.page.context.add_cookies(
            [
                {
                    "name": "sessionid",
                    "value": client.cookies["sessionid"].value,
                    "url": self.address,
                },
                {"name": "django_language", "value": language, "url": self.address},
            ]
        )
        return self

    def open(self, place):
        """Go to a page, which must be shown and be usable by everybody."""
        answer = self.page.goto(place)
        assert answer is not None
        assert answer.status == 200, f"{place}: {answer.status}"
        self.axe_check(self.page)
        return self

    def fill(self, **answers):
        """Write in the boxes of these questions."""
        for name, words in answers.items():
            self.page.locator(f"#id_{name}").fill(words)
        return self

    def choose(self, **answers):
        """Choose these answers."""
        for name, code in answers.items():
            self.page.locator(f'input[name="{name}"][value="{code}"]').check()
        return self

    def press(self, words):
        """Press a button, and look at what comes back."""
        self.page.get_by_role("button", name=words, exact=True).click()
        self.page.wait_for_load_state()
        self.axe_check(self.page)
        return self

    def reads(self, words):
        """These words are on the page."""
        assert words in self.page.inner_text("main"), self.page.inner_text("main")
        return self

    def in_both_languages(self, username, *places):
        """Open each page in English and in Welsh."""
        for language in LANGUAGES:
            self.as_person(username, language=language)
            for place in places:
                self.open(place)
        return self.as_person(username)
