"""A ledger that was sealed, and somebody who may change its tables."""

import pytest
from django.db import connection
from tests.platform.audit import looks

from wayhome.interfaces.jobs import audit as job
from wayhome.platform.audit import signing, verifying


@pytest.fixture
def sealed(db):
    """Three minutes of looks, each sealed: 3, 8 and 13 entries in all."""
    del db
    for minute, count in enumerate((3, 5, 5)):
        looks.look(count)
        looks.seal(minute)


@pytest.fixture
def owner(as_owner):
    """`owner(statement, …)` does what the owner of the tables can do."""

    def do(statement, *values):
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(statement, values)

    return do


@pytest.fixture
def verdict(as_owner):
    def verify(**seen):
        with as_owner():
            return verifying.verify(signing.key().public_key(), **seen)

    return verify


@pytest.fixture
def told(as_owner, capsys, tmp_path):
    """`told("verify")` is what the command ends with and says; files are made beside it."""

    def run(*argv, given=None):
        if given is not None:
            (tmp_path / "given.json").write_text(given)
            argv = [each.replace("FILE", str(tmp_path / "given.json")) for each in argv]
        with as_owner():
            code = job.main(argv)
        return code, capsys.readouterr().out

    return run
