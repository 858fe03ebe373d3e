"""A browser in which somebody has signed in, and what is checked on every page they visit."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright import sync_api
from tests.interfaces.pages import at_work

from wayhome.interfaces.rehearsal import cast as casting

SignIn = Callable[[str], None]


@pytest.fixture
def work(page) -> at_work.Work:
    """The people of the demonstration, and children and episodes of a test's own."""
    del page  # the site is running on the database it reads
    return at_work.Work(casting.find())


@pytest.fixture
def plain_page(browser, site) -> Iterator[sync_api.Page]:
    """A page of a browser in which no script runs."""
    context = browser.new_context(base_url=site, java_script_enabled=False)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def enter(page: sync_api.Page, site: str, work: at_work.Work, username: str) -> None:
    """Sign this person in, in this browser."""
    session = work.sign_in(username).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}]
    )


@pytest.fixture
def sign_in(page, site, work) -> SignIn:
    """`sign_in("asha")` signs a person in, in the browser of this test."""
    return lambda username: enter(page, site, work, username)


@pytest.fixture
def looks_right(page, site, axe_check) -> Callable[[], None]:
    """Checks the page that is open for people who use assistive technology, in both languages."""

    def check() -> None:
        axe_check(page)
        page.context.add_cookies([{"name": "django_language", "value": "cy", "url": site}])
        page.goto(page.url.partition("#")[0])  # with a fragment it would not be read again
        assert page.locator("html").get_attribute("lang") == "cy"
        axe_check(page)
        page.context.clear_cookies(name="django_language")
        page.goto(page.url.partition("#")[0])  # with a fragment it would not be read again

    return check
