"""Canaries: one word for each text of each row, found again in whatever the service answers.

Every text field of every model is filled, in every row there is, with a word that stands nowhere
else. What a response shows is then the set of words in its bytes, and each word says of which
field, which row and which child it is.
"""

import base64
import binascii
import gzip
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pypdf
from django.apps import apps
from django.db import connection, models

from wayhome.platform import locked
from wayhome.platform.enciphering import enciphering
from wayhome.platform.models import Coded, Record

LETTERS = "bcdfghjklmnprstv"
WORD = re.compile(r"zq[bcdfghjklmnprstv]{7}x", re.IGNORECASE)
REFERENCE = re.compile(r"\b[0-9A-Za-z]{5}-[0-9A-Za-z]{5}-[0-9A-Za-z]\b")

# Text that is no content: a code that the code reads, a key, a hash, or what signing in stands on.
# A field stands here with its reason, or it holds canaries; the test of this list fails for both.
CODES: dict[str, str] = {
    "audit.LedgerEntry.verb": "a code",
    "audit.LedgerEntry.deed": "a code",
    "audit.LedgerEntry.purpose": "a code",
    "audit.LedgerEntry.reference": "a reference, looked for as one",
    "audit.LedgerEntry.reason": "a code, or what a reader typed; sought in no field of a child",
    "audit.LedgerSeal.key": "names a key",
    "messaging.Message.problem": "what a server answered, as a number or the name of a fault",
    "messaging.Message.address": "an address of a post, copied from it, or names an endpoint",
    "messaging.Message.courier": "names a courier",
    "agencies.Webhook.url": "an address",
    "submissions.Submission.key": "a key",
    "submissions.Submission.fingerprint": "a hash",
    "throttling.Tried.key": "a hash",
    "copying.Load.name": "names a back record",
    "copying.Load.digest": "a hash",
    "copying.Portion.table": "names a table",
    "copying.SetAside.about": "names a table",
    "copying.SetAside.put_back": "a statement of the database",
    "results.Counting.extract": "names an extract",
    "amiss.Beat.program": "names a program of the service",
    "amiss.Beat.machine": "names a machine of the service",
    "amiss.Beat.lacks": "codes",
    "agencies.Agency.kind": "a code",
    "agencies.Agency.nation": "a code",
    "practitioners.Password.digest": "a hash of a password",
    "practitioners.ApiToken.digest": "a hash",
    "practitioners.SignIn.digest": "a hash",
    "row_security.StepKey.digest": "a hash",
    "children.Child.reference": "a reference, looked for as one",
    "children.Child.given_folded": "the name again, as it is searched",
    "children.Child.family_folded": "the name again, as it is searched",
    "children.Child.sex": "read as a code",
    "children.Child.ethnicity_source": "read as a code",
    "children.ChildDetail.field": "the name of a field",
    "children.CareArrangement.legal_basis": "a code of four letters",
    "children.Identifier.scheme": "names whose number it is",
    "episodes.Episode.reference": "a reference, looked for as one",
    "intake.ReportAnswer.topic": "a code",
    "intake.Draft.form": "names a form",
    "risk.FactorAnswer.factor": "a code",
    "response.Duty.key": "a key",
    "response.Notice.key": "a key",
    "response.Escalation.kind": "a code",
    "response.Ownership.how": "a code",
    "messaging.Message.stopped_because": "a code",
    "safety.Conflict.given_folded": "the name again, as it is searched",
    "safety.Conflict.family_folded": "the name again, as it is searched",
    "enciphering.DataKey.key_name": "names a key",
    "emergency.BreakGlass.finding": "a code",
    "exports.Export.digest": "a hash",
    "exports.Export.failed_why": "one of the sentences of the service itself",
    "exports.Export.language": "a code",
    "exports.Export.reference": "a reference, looked for as one",
    "factors.Invitation.digest": "a hash",
    "files.File.digest": "a hash",
    "files.File.media_type": "a code",
    "looks.Given.passed_because": "a code",
    "looks.LookReview.outcome": "a code",
    "messaging.Message.says": "a code",
    "unsent.UnsentForm.page": "an address",
    "journal.HeldReport.way": "a code",
    "journal.HeldReport.key": "a key",
    "journal.HeldReport.why": "one of the sentences of the service itself",
}
# Texts of which this world makes no row yet, so that nothing is known here of who is shown them.
NOT_YET: tuple[str, ...] = ()
NOT_IN_WORDS = {"date_of_birth", "age_stated", "sex", "ethnicity_source"}
DECIDED_LATER = {
    *("declined_reason", "stood_down_reason", "taken_back_reason"),
    *("lift_reason", "findings", "declined_why", "why_destroyed", "parted_why"),
    *("explanation", "opened_why", "withdrawn_why", "settled_as"),
}
# Text that is kept enciphered, as an envelope: in which place, and what it is called there.
ENVELOPES: dict[str, str] = {
    "protection.Seal.why": "seal",
    "protection.Lowering.why": "lowering",
    "protection.Word.outcome": "word",
    "kept.ProtectedAddress.text": "kept_protectedaddress",
    "kept.ProtectedAddress.kept_from": "kept_protectedaddress",
    "kept.ProtectedAddress.why": "kept_protectedaddress",
    "kept.ConfidentialSource.text": "kept_confidentialsource",
    "kept.LegalAdvice.text": "kept_legaladvice",
}
# Text that is kept under the service's own key, and what it is bound to there.
LOCKED: dict[str, Callable[[Any], str]] = {
    "unsent.UnsentForm.content": lambda row: f"unsent form of {row.practitioner_id} on {row.page}",
    "journal.HeldReport.content": lambda row: f"held report {row.id}",
}
SAID = ("place", "typed", "body")  # what is in it that somebody wrote
AFTER = 1 << 20  # what is planted afterwards has numbers of its own
TEXT = (models.CharField, models.TextField)


def text_fields(model: type[models.Model]) -> list[Any]:
    """The fields of a model that hold words: neither a code of a closed list nor in CODES."""
    return [
        each
        for each in model._meta.concrete_fields
        if isinstance(each, TEXT)
        and not isinstance(each, Coded)
        and not each.choices
        and name_of(model, each.name) not in CODES
        and name_of(model, each.name) not in LOCKED
    ]


def name_of(model: type[models.Model], field_name: str) -> str:
    """How a field is named here: `children.Child.given_name`."""
    return f"{model._meta.label}.{field_name}"


def ours() -> list[type[models.Model]]:
    """Every model of the service."""
    return [model for model in apps.get_models() if issubclass(model, Record)]


def word(number: int) -> str:
    """The canary of this number: it looks like no word, and no two are alike."""
    scattered = (number * 2654435761 + 97) % (1 << 28)
    return "zq" + "".join(LETTERS[(scattered >> shift) & 15] for shift in range(0, 28, 4)) + "x"


@dataclass(frozen=True, slots=True)
class Canary:
    """One text of one row."""

    word: str
    field: str
    row: dict[str, Any] = field(compare=False, hash=False, repr=False)


@dataclass(slots=True)
class Planted:
    """Every canary there is, by its word, and every row, by its model and identifier."""

    canaries: dict[str, Canary] = field(default_factory=dict)
    rows: dict[str, dict[UUID, dict[str, Any]]] = field(default_factory=dict)
    references: dict[str, tuple[str, UUID]] = field(default_factory=dict)

    def of(self, label: str) -> Iterable[dict[str, Any]]:
        """Every row of a model."""
        return self.rows[label].values()


def plant(labels: Iterable[str] = (), *, after: int = 0) -> Planted:
    """Fill every text of every row with its canary. As the owner, in a world that is made.

    Only the rows of these models, if any are named; `after` which number theirs begin.
    """
    number = after
    for model in ours():
        if labels and model._meta.label not in labels:
            continue
        names = [each.attname for each in text_fields(model)] + enveloped(model) + _also(model)
        rows = list(model._base_manager.order_by("pk"))
        number = _fill(model, rows, number)
        if names:
            _unguarded(model)
            model._base_manager.bulk_update(rows, names, batch_size=500)
            _guarded(model)
    if not labels:
        _one_name_for_one_detail()
    return read(Planted())


def _fill(model: type[models.Model], rows: list[Any], number: int) -> int:
    """A canary in each text of these rows, and the number of the last."""
    fields, shut = text_fields(model), enveloped(model)
    for row in rows:
        for each in fields:
            number += 1
            if _takes_words(row, each):
                setattr(row, each.attname, _shaped(each, word(number)))
        for name in shut:
            number += 1
            _enclose(row, name, word(number))
    _same_again(model, rows)
    return _typed_words(model, rows, number)


def enveloped(model: type[models.Model]) -> list[str]:
    """The fields of a model whose text is kept enciphered."""
    known = [name.rpartition(".") for name in ENVELOPES]
    return [name for label, _dot, name in known if label == model._meta.label]


def _place(row: Any, name: str) -> enciphering.Place:
    return enciphering.Place(ENVELOPES[name_of(type(row), name)], name, row.pk)


def _enclose(row: Any, name: str, canary: str) -> None:
    """The canary in place of the text in an envelope, under the key of the same child."""
    if getattr(row, name) is None:
        return
    try:
        enciphering.decipher(getattr(row, name), place=_place(row, name))
    except enciphering.Destroyed:
        return
    child_id = row.child_id if hasattr(row, "child_id") else row.seal.child_id
    sealed = enciphering.encipher(canary, of=child_id, place=_place(row, name), at=row.recorded_at)
    setattr(row, name, sealed)


def _takes_words(row: Any, each: Any) -> bool:
    """Whether there are words: a birth is a date, and what is decided later may not be yet."""
    if getattr(row, "field", "") in NOT_IN_WORDS:
        return False
    return each.name not in DECIDED_LATER or bool(getattr(row, each.attname))


def _shaped(each: Any, canary: str) -> str:
    return f"{canary}@canary.invalid" if isinstance(each, models.EmailField) else canary


def _also(model: type[models.Model]) -> list[str]:
    more = {
        "Child": ["given_folded", "family_folded"],
        "Draft": ["content"],
        "UnsentForm": ["content"],
        "HeldReport": ["content"],
    }
    return more.get(model.__name__, [])


def _typed_words(model: type[models.Model], rows: list[Any], number: int) -> int:
    """A draft holds what was typed, answer by answer, and each answer is a canary."""
    if model.__name__ == "Draft":
        for row in rows:
            for name in row.content:
                number += 1
                row.content[name] = [word(number)]
    if about := LOCKED.get(name_of(model, "content")):
        for row in rows:
            kept = json.loads(locked.unlock(row.content, about=about(row)))
            number = _said(kept.get("entry", kept), number)
            number = _said(kept, number, names=("problems",))
            row.content = locked.lock(json.dumps(kept), about=about(row))
    return number


def _said(kept: Any, number: int, *, names: Iterable[str] = SAID) -> int:
    """A canary in each text of what somebody said, however deep, and the number of the last."""
    for name in names:
        if name in kept:
            kept[name], number = _filled(kept[name], number)
    return number


def _filled(said: Any, number: int) -> tuple[Any, int]:
    if isinstance(said, str):
        return word(number + 1), number + 1
    items = said.items() if isinstance(said, dict) else enumerate(said)
    filled = {}
    for name, each in items:
        filled[name], number = _filled(each, number)
    return filled if isinstance(said, dict) else list(filled.values()), number


def _same_again(model: type[models.Model], rows: list[Any]) -> None:
    """What the service derives from a name, derived again."""
    if model.__name__ == "Child":
        for row in rows:
            row.given_folded, row.family_folded = row.given_name, row.family_name


def _one_name_for_one_detail() -> None:
    """The row of a child shows the newest of its details, so they hold the same canary."""
    with connection.cursor() as cursor:
        for name in (
            "given_name",
            "family_name",
            "known_as",
            "ethnicity",
            "language",
            "description",
        ):
            cursor.execute(
                f"UPDATE children_child SET {name} = d.value FROM ("
                " SELECT DISTINCT ON (child_id) child_id, value FROM children_childdetail"
                f" WHERE field = %s ORDER BY child_id, learned_at DESC, id DESC) d"
                " WHERE d.child_id = children_child.id",
                [name],
            )
        cursor.execute(
            "UPDATE children_child SET given_folded = given_name, family_folded = family_name"
        )


def _unguarded(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")


def _guarded(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {model._meta.db_table} ENABLE TRIGGER USER")


def read(planted: Planted) -> Planted:
    """The canaries of a world in which they were planted."""
    for model in ours():
        label = model._meta.label
        rows = {row[model._meta.pk.attname]: row for row in model._base_manager.values()}
        planted.rows[label] = rows
        for each in text_fields(model):
            for row in rows.values():
                _keep(planted, name_of(model, each.name), row, str(row[each.attname]))
        names = {each.name for each in model._meta.concrete_fields}
        if "reference" in names and "Ledger" not in label:
            planted.references |= {row["reference"]: (label, key) for key, row in rows.items()}
    for row in planted.of("intake.Draft"):
        _keep(planted, "intake.Draft.content", row, str(row["content"]))
    _read_what_is_shut(planted)
    return planted


def _read_what_is_shut(planted: Planted) -> None:
    for model in ours():
        for name in enveloped(model):
            for row in model._base_manager.exclude(**{name: None}):
                try:
                    text = enciphering.decipher(getattr(row, name), place=_place(row, name))
                except enciphering.Destroyed:
                    continue
                known = planted.rows[model._meta.label][row.pk]
                _keep(planted, name_of(model, name), known, text)
    for name, about in LOCKED.items():
        label, _dot, kept = name.rpartition(".")
        for row in apps.get_model(label)._base_manager.all():
            text = locked.unlock(getattr(row, kept), about=about(row))
            _keep(planted, name, planted.rows[label][row.pk], text)


def _keep(planted: Planted, field_name: str, row: dict[str, Any], text: str) -> None:
    """The row of a child holds the canaries of its details, which say whose word each was."""
    for found in WORD.findall(text):
        if found not in planted.canaries or field_name == "children.ChildDetail.value":
            planted.canaries[found] = Canary(found, field_name, row)


def text_of(body: bytes, headers: Iterable[tuple[str, str]] = ()) -> str:
    """Everything a response says, however it is written."""
    named = {name.lower(): value for name, value in headers}
    if named.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    body = unpacked(body)
    raw = body.decode("utf-8", "replace")
    return raw + "\n" + "\n".join(f"{name}: {value}" for name, value in named.items())


def unpacked(body: bytes) -> bytes:
    """The words of a file: everything in a spreadsheet, the text of each page of a PDF."""
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return b"\n".join(archive.read(each) for each in archive.namelist())
    if body.startswith(b"%PDF-"):
        pages = pypdf.PdfReader(io.BytesIO(body)).pages
        return body + "\n".join(page.extract_text() for page in pages).encode()
    return body


def words_in(text: str) -> set[str]:
    """The canaries in a text, also where it is escaped for HTML, JSON or an address, or encoded."""
    found = set(WORD.findall(text))
    if "%" in text or "&" in text or "\\u" in text:
        unescaped = html.unescape(unquote(_unescaped(text)))
        found |= set(WORD.findall(unescaped))
    return {each.lower() for each in found}


def _unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)


def hidden_in(text: str) -> set[str]:
    """The canaries in what is packed: base64 and deflate, one within the other."""
    found: set[str] = set()
    for packed in re.findall(r"[A-Za-z0-9+/_\-]{24,}={0,2}", text):
        try:
            raw = base64.urlsafe_b64decode(packed.replace("+", "-").replace("/", "_") + "==")
        except (binascii.Error, ValueError):
            continue
        found |= set(WORD.findall(raw.decode("latin-1")))
        try:
            found |= set(WORD.findall(zlib.decompress(raw).decode("latin-1")))
        except zlib.error:
            continue
    return {each.lower() for each in found}
