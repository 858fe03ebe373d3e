"""The Welsh catalogue: what has to be said, and what has not yet been said in Welsh.

Run by script/messages. Uses Babel only; nothing here is needed to serve a page.
"""

import difflib
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages import extract, frontend, pofile
from babel.messages.catalog import Catalog, Message

from wayhome.interfaces.pages.shared import rule_sentences

PACKAGE = Path(__file__).resolve().parents[3]
ROOT = PACKAGE.parents[1]
WELSH = PACKAGE / "locale" / "cy" / "LC_MESSAGES" / "django.po"
KEYWORDS = extract.DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "_now": None,  # gettext in a module whose `_` is gettext_lazy
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
# Django says these in its own Welsh with a capital, and one with a letter short.
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
NEAR = 0.7  # how alike two sentences are, of 1, for the Welsh of one to be a hint for the other
HEADER = """\
# Welsh for Wayhome.
# DRAFT: every sentence here awaits a translator's check.
# Cyfieithiad drafft: yn aros am wiriad cyfieithydd.
#"""


def wanted() -> Catalog:
    """Every sentence that pages, forms and rules may show."""
    catalogue = Catalog(project="Wayhome", charset="utf-8")
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = frontend.parse_mapping_cfg(mapping)
    for path, line, words, _comments, context in extract.extract_from_dir(
        PACKAGE, method_map=methods, options_map=options, keywords=KEYWORDS
    ):
        catalogue.add(words, None, [(f"src/wayhome/{path}", line)], context=context)
    for name in DAYS + MONTHS:
        catalogue.add(name, None, [("src/wayhome/interfaces/pages/shared/presenters.py", 1)])
    for words, module in rule_sentences.found():
        catalogue.add(words, None, [(f"src/{module.replace('.', '/')}.py", 1)])
    return catalogue


def kept() -> Catalog:
    """The Welsh catalogue as it is committed."""
    with WELSH.open("rb") as written:
        return pofile.read_po(written, locale="cy")


def update() -> None:
    """Add what is newly wanted to the Welsh catalogue and drop what is not; Welsh is kept.

    The Welsh of a sentence that was reworded stays as a hint under the new words.
    """
    catalogue = kept()
    catalogue.update(wanted(), no_fuzzy_matching=True, update_creation_date=False)
    for message in catalogue:
        message.previous_id = _written_for(message) if message.fuzzy else []
        message.user_comments = [line for line in message.user_comments if line[:1] != "|"]
    give_hints(catalogue)
    catalogue.obsolete.clear()
    catalogue.header_comment = HEADER
    catalogue.fuzzy = False
    catalogue.msgid_bugs_address = catalogue.last_translator = "the Wayhome authors"
    with WELSH.open("wb") as written:
        pofile.write_po(
            written,
            catalogue,
            width=100,
            include_lineno=False,
            include_previous=True,
            sort_output=True,
        )


def give_hints(catalogue: Catalog) -> None:
    """Put under each sentence without Welsh what was said of the nearest one that is dropped.

    It is marked fuzzy, with the English it was written for, and counts as missing until somebody
    has put it right and taken the mark away.
    """
    gone = {_first(old.id): old for old in catalogue.obsolete.values() if old.string}
    for message in catalogue:
        if not message.id or (message.string and any(message.string)):
            continue
        for near in difflib.get_close_matches(_first(message.id), gone, n=1, cutoff=NEAR):
            if message.pluralizable == gone[near].pluralizable:
                message.string = gone[near].string
                message.previous_id = _listed(gone[near].id)
                message.flags.add("fuzzy")


def _written_for(message: Message) -> list[str]:
    """The English that a hint was written for; Babel reads it as a comment, folded anywhere."""
    said = " ".join(line[1:].strip() for line in message.user_comments if line.startswith("|"))
    ids = re.split(r"\bmsgid(?:_plural)? (?=\")", said)[1:]
    return ["".join(map(pofile.unescape, QUOTED.findall(id_))) for id_ in ids]


def missing() -> list[str]:
    """Each wanted sentence that has no Welsh, or only a hint, or whose Welsh lost a %(name)s."""
    catalogue = kept()
    return [
        f"{_first(message.id)} ({where(message)})"
        for message in wanted()
        if message.id and not _is_said(catalogue.get(message.id, message.context))
    ]


def where(message: Message) -> str:
    """The first file that shows a sentence."""
    return str(message.locations[0][0]) if message.locations else ""


def _is_said(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    said = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(said) and not any(message.check())


def _first(words: str | Sequence[str]) -> str:
    return words if isinstance(words, str) else words[0]


def _listed(words: str | Sequence[str]) -> list[str]:
    return [words] if isinstance(words, str) else list(words)


def _lines(arguments: list[str]) -> Iterator[str]:
    if arguments != ["missing"]:
        update()
    absent = missing()
    yield from absent
    yield counted(len(absent))


def counted(absent: int) -> str:
    """How many sentences have no Welsh yet, in words."""
    return f"{absent} {'sentence has' if absent == 1 else 'sentences have'} no Welsh yet."


if __name__ == "__main__":
    for line in _lines(sys.argv[1:]):
        sys.stdout.write(f"{line}\n")
