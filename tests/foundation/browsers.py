"""A browser on a running site with the demo partnership in it."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from playwright import sync_api

from tests.foundation import databases

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 10_000  # milliseconds a page may take on a busy machine


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, *_arguments):
        """Say nothing: the test tells what went wrong."""


@pytest.fixture
def site(demo_database, django_db_blocker) -> Iterator[str]:
    """The address of the service, running on its own copy of the demo partnership."""
    with (
        django_db_blocker.unblock(),
        databases.database_copied_from(demo_database, purpose="site"),
    ):
        server = ThreadedWSGIServer(("127.0.0.1", 0), _QuietHandler)
        server.set_app(get_wsgi_application())
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}"
        before, settings.WAYHOME_ADDRESS = settings.WAYHOME_ADDRESS, address
        try:
            yield address
        finally:
            settings.WAYHOME_ADDRESS = before
            server.shutdown()
            thread.join()
            server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[sync_api.Browser]:
    """Debian's Chromium. Fails, and says how to install it, if it is not here."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.fail("No Chromium on this machine: apt-get install chromium")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield launched
        launched.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: sync_api.Browser, site: str) -> Iterator[sync_api.Page]:
    """A page of the site in a browser of its own. An error in a script fails the test."""
    context = browser.new_context(base_url=site, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(PATIENCE)
    context.route(lambda url: urlsplit(url).hostname != "127.0.0.1", lambda route: route.abort())
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on(
        "console",
        lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None,
    )
    yield opened
    context.close()
    assert not problems, problems


@pytest.fixture(scope="session")
def axe_check() -> Callable[[sync_api.Page], None]:
    """`axe_check(page)` fails with what axe found wrong for people who use assistive technology."""
    axe = Axe()

    def check(page: sync_api.Page) -> None:
        page.wait_for_load_state()
        page.locator("main").wait_for()  # a link was pressed: wait until the new page is whole
        found = axe.run(page, options={"runOnly": AXE_RULES})
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
        said = page.locator("main").text_content() or ""
        assert "%(" not in said, f"{page.url}: a sentence without its value"

    return check
