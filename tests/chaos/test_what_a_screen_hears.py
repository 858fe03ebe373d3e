"""A screen of the runs hears what the stream says, and takes nothing else for it."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from chaos import load

BEAT = b'event: beat\ndata: {"episode": "", "row": null, "within": 0.4}\n\n'
CHANGED = b'id: 2026-01-01T00:00:00\nevent: changed\ndata: {"episode": "AB-1", "row": null}\n\n'
ANEW = b'event: changed\ndata: {"episode": "", "row": null}\n\n'


@pytest.fixture
def screen():
    """`screen(lines)` is one that has heard these lines to their end."""
    opened = []

    def heard(said):
        class Says(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_said):
                """Nothing."""

        server = HTTPServer(("127.0.0.1", 0), Says)
        opened.append(server)
        Thread(target=server.handle_request, daemon=True).start()
        found = load.Screen(server.server_port, "a=b")
        found.watch()
        return found

    yield heard
    for each in opened:
        each.server_close()


def test_it_is_told_of_an_episode_by_its_reference(screen):
    assert screen(BEAT + CHANGED).has_heard("AB-1", within=0)


def test_another_episode_or_a_beat_is_not_that_one(screen):
    assert not screen(CHANGED).has_heard("AB-2", within=0)
    assert not screen(BEAT).has_heard("AB-1", within=0)


def test_to_ask_for_the_whole_page_is_to_be_told_too(screen):
    assert screen(ANEW).has_heard("AB-1", within=0)


def test_a_line_that_has_ended_is_up_to_date_no_longer(screen):
    ended = screen(BEAT)

    assert ended.opened == 1
    assert not ended.is_up_to_date(within=0)
