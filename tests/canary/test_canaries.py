"""The canaries themselves: in every text there is, and judged by an oracle that asks no one."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection, transaction

from tests.canary import judging, marks, oracle, world
from tests.canary.asking import Cell
from tests.canary.conftest import owner
from tests.canary.matrix import ASKED_AT
from wayhome.platform import clock
from wayhome.platform.messaging import carrying
from wayhome.platform.messaging.by_email import EmailCourier

DECIDES = {
    "wayhome.rules",
    "wayhome.records",
    "wayhome.journey",
    "wayhome.stages",
    "wayhome.interfaces",
    "wayhome.platform",
}
COPIED = {f"children.Child.{name}" for name in oracle.NAMES} | {
    f"children.Child.{name}" for name in ("language", "description", "ethnicity")
}


def texts():
    """Every text field that holds words."""
    return {
        marks.name_of(model, each.name)
        for model in marks.ours()
        for each in marks.text_fields(model)
    } | {*marks.ENVELOPES, *marks.LOCKED}


def test_every_text_of_every_model_holds_a_canary(matrix):
    held = {canary.field for canary in matrix.planted.canaries.values()}

    assert texts() - held - COPIED == set(marks.NOT_YET)
    assert len(matrix.planted.canaries) > 10_000
    assert len(matrix.planted.rows["children.Child"]) >= 100


def test_what_holds_no_canary_is_there_and_is_text():
    every = {
        marks.name_of(model, each.name)
        for model in marks.ours()
        for each in model._meta.concrete_fields
        if isinstance(each, marks.TEXT)
    }

    assert set(marks.CODES) <= every


def test_no_two_texts_hold_the_same_canary():
    words = [marks.word(number) for number in range(50_000)]

    assert len(set(words)) == len(words)
    assert all(marks.WORD.fullmatch(each) for each in words)


def test_the_oracle_says_something_of_every_text():
    known = oracle.fields_known()
    models = {name.rpartition(".")[0] for name in texts() - known - set(marks.NOT_YET)}

    assert models - known == set()


def test_the_oracle_asks_nothing_of_the_code_it_judges():
    tree = ast.parse(Path(oracle.__file__).read_text())
    imported = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module] if isinstance(node, ast.ImportFrom) else _names(node))
    }

    assert not {each for each in imported if each.startswith("wayhome")}
    assert imported & {"tests.canary.marks"}


def _names(node):
    return [each.name for each in node.names]


@pytest.mark.parametrize(
    "written",
    ["{}", "<b>{}</b>", '"\\u007a\\u0071{}"', "%7A%71{}", "&#122;&#113;{}"],
    ids=["plain", "html", "json", "address", "entities"],
)
def test_a_canary_is_found_however_it_is_written(written):
    canary = marks.word(1)
    said = written.format(canary if written[0] in "{<" else canary[2:])

    assert marks.words_in(said) == {canary}


def test_where_the_ledger_cannot_be_written_nothing_of_a_child_is_shown(matrix):
    shown, answered = set(), 0
    with transaction.atomic():
        with owner(), connection.cursor() as cursor:
            cursor.execute("REVOKE INSERT ON audit_ledgerentry FROM wayhome_app")
        for cell in looks(matrix):
            verdicts = matrix.verdicts()
            answer = matrix.ask(cell, verdicts)
            answered += answer.status_code == 500
            shown |= {matrix.planted.canaries[word].field for word in verdicts.seen}
        transaction.set_rollback(True)

    assert shown - judging.OF_NO_CHILD == set()
    assert answered > 20


def looks(matrix):
    """Looks that are allowed and show much: pages, the API and lists, by police and council."""
    routes = (
        "episodes/<str:reference>/",
        "children/<str:reference>/",
        "api/v1/episodes/<reference>",
        "api/v1/children/<reference>",
        "episodes/",
        "api/v1/episodes",
        "notices/",
    )
    for child in matrix.objects.children[:30:6]:
        for route in routes:
            yield Cell("ines", route, child, "get")
            yield Cell("sol", route, child, "get")


def test_a_message_holds_no_canary_but_the_address_it_goes_to(matrix):
    with transaction.atomic(), clock.at(ASKED_AT):
        carried = carrying.carry(
            EmailCourier(),
            out=carrying.Round(
                guard=carrying.Guard(
                    why_not=lambda _letter, _now: "",
                    stopped=lambda _letter, _why, _now: None,
                    arrived=lambda _letter, _now: None,
                    quarantined=lambda _letter, _now: None,
                ),
                clock=lambda: world.NOW + timedelta(hours=2),
                chance=lambda: 0.5,
            ),
            most=200,
        )
        transaction.set_rollback(True)

    said = "\n".join(str(each.message()) for each in mail.outbox)
    assert carried.went == len(mail.outbox) == 200
    assert {matrix.planted.canaries[word].field for word in marks.words_in(said)} <= {
        "agencies.Post.email"
    }


def test_a_page_of_a_fault_tells_nothing_of_what_went_wrong(matrix, monkeypatch):
    canary = next(
        word
        for word, each in matrix.planted.canaries.items()
        if each.field in oracle.SHOWN_TO_NOBODY
    )

    def fault(*_given, **_named):
        raise RuntimeError(canary)

    monkeypatch.setattr("wayhome.journey.account.whole_of", fault)
    verdicts, codes = matrix.verdicts(), set()
    for cell in looks(matrix):
        codes.add(matrix.ask(cell, verdicts).status_code)

    assert 500 in codes
    assert canary not in verdicts.seen


SHOWN_NOWHERE: dict[str, str] = {
    "children.ChildDetail.supplier_contact": "kept, to ask whoever said it again",
    "found.Finalised.why_corrected": "an end of a record is corrected by no step",
    "found.PoliceRecordClosed.why_corrected": "an end of a record is corrected by no step",
    "found.PreventionInterview.why_corrected": "none is corrected in this world",
    "intake.ReportAnswer.why_corrected": "none is corrected in this world",
    "intake.MissingReport.label_as_recorded": "the label of the episode is shown",
}
