"""A key's file is made once, whole, and for its owner alone."""

from concurrent.futures import ThreadPoolExecutor

from wayhome.platform import key_files


def test_of_many_that_start_at_once_one_makes_the_key_and_all_read_it(tmp_path):
    place = tmp_path / "new" / "the.key"

    def start(number):
        key_files.make_once(place, f"key {number}".encode())
        return place.read_bytes()

    with ThreadPoolExecutor(20) as pool:
        read = set(pool.map(start, range(200)))

    assert len(read) == 1
    assert [each.name for each in place.parent.iterdir()] == ["the.key"]


def test_nobody_else_may_read_it(tmp_path):
    key_files.make_once(tmp_path / "the.key", b"a key")

    assert (tmp_path / "the.key").stat().st_mode & 0o777 == 0o600
