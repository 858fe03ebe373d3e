"""What the load run says of what grows, and of what was not answered."""

from http import HTTPStatus

from bench.load import users, watching


def watched(**seen):
    return watching.Watched({name: list(values) for name, values in seen.items()})


def test_what_fills_in_the_beginning_and_then_stays_is_flat():
    assert watched(pages=[10, 80, 100, 101, 102, 101, 103, 102]).growing() == []


def test_what_is_a_sixth_larger_in_the_end_grows():
    assert watched(pages=[80, 90, 100, 100, 105, 110, 116, 117], worker=[5] * 8).growing() == [
        "pages"
    ]


def test_a_page_that_is_not_there_is_counted_as_wrong(monkeypatch):
    answered = users.Answered()
    monkeypatch.setattr(users, "_get", lambda *_: (HTTPStatus.NOT_FOUND, b""))
    somebody = users.User("joss", port=1, cookie="", pause=0, answered=answered)

    somebody._look("/episodes/")

    assert answered.wrong == {"/episodes/: 404": 1}


def test_where_nobody_answers_it_is_counted_and_nobody_stops():
    answered = users.Answered()
    somebody = users.User("joss", port=1, cookie="", pause=0, answered=answered)

    somebody._look("/episodes/")

    assert answered.wrong == {"/episodes/: ConnectionRefusedError": 1}
