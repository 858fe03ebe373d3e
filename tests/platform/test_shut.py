"""What is shut under a key opens under that key, about the same thing, and otherwise not."""

import secrets

import pytest

from wayhome.platform import shut

KEY = secrets.token_bytes(shut.KEY)


@pytest.mark.parametrize("content", [b"", b"12 Larch Lane", bytes(range(256))])
def test_what_was_shut_opens_again(content):
    kept = shut.shut(content, key=KEY, about=b"one place")

    assert shut.opened(kept, key=KEY, about=b"one place") == content


def test_the_same_is_never_shut_the_same_way_twice():
    assert len({shut.shut(b"same", key=KEY, about=b"") for _ in range(50)}) == 50


def test_changed_cut_moved_or_under_another_key_it_does_not_open():
    kept = shut.shut(b"12 Larch Lane", key=KEY, about=b"one place")
    changed = [kept[:n] + bytes([kept[n] ^ 1]) + kept[n + 1 :] for n in range(len(kept))]
    cut = [kept[:n] for n in range(len(kept))]

    for other in changed + cut:
        with pytest.raises(shut.DoesNotOpen):
            shut.opened(other, key=KEY, about=b"one place")
    with pytest.raises(shut.DoesNotOpen):
        shut.opened(kept, key=KEY, about=b"another place")
    with pytest.raises(shut.DoesNotOpen):
        shut.opened(kept, key=secrets.token_bytes(shut.KEY), about=b"one place")
