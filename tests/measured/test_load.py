"""What the load run says of what grows, and of what was not answered."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from bench.load import users, watching


def watched(**seen):
    return watching.Watched({name: list(values) for name, values in seen.items()})


def test_what_fills_in_the_beginning_and_then_stays_is_flat():
    assert watched(pages=[10, 80, 100, 101, 102, 101, 103, 102]).growing() == []


def test_what_is_a_sixth_larger_in_the_end_grows():
    assert watched(pages=[80, 90, 100, 100, 105, 110, 116, 117], worker=[5] * 8).growing() == [
        "pages"
    ]


def test_a_page_that_is_not_there_is_counted_as_wrong():
    answered = users.Answered()
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)  # it answers every page with 501
    threading.Thread(target=server.handle_request, daemon=True).start()
    port = server.server_address[1]
    somebody = users.User("joss", port=port, cookie="", pause=0, answered=answered)

    somebody._look("/episodes/")

    server.server_close()
    assert answered.wrong == {"/episodes/: 501": 1}
    assert len(answered.took["/episodes/"]) == 1


def test_where_nobody_answers_it_is_counted_and_nobody_stops():
    answered = users.Answered()
    somebody = users.User("joss", port=1, cookie="", pause=0, answered=answered)

    somebody._look("/episodes/")

    assert answered.wrong == {"/episodes/: ConnectionRefusedError": 1}
