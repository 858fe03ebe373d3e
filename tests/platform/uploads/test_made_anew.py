"""What is sent is made anew within its bounds, or not taken: nothing that hides in it is kept."""

import io
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import StreamObject
from tests.platform.uploads import hostile

from wayhome.platform.uploads import confined, kinds

EACH = Path(__file__).with_name("each.py")
FORBIDDEN = (
    "/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/EmbeddedFile", "/EF", "/Annots",
    "/AcroForm", "/XFA", "/Names", "/URI", "/Metadata", "/Info", "/PieceInfo", "/Outlines",
    "/StructTreeRoot", "/AF",
)  # fmt: skip
MARKERS_OF_PIXELS = {0xC0, 0xC4, 0xDA, 0xDB, 0xDD, 0xE0}


@dataclass(frozen=True)
class Came:
    """What came of one file."""

    name: str
    ended: int
    told: dict
    content: bytes
    seconds: float
    kilobytes: int


@pytest.fixture(scope="module")
def came(tmp_path_factory):
    """Every hostile file made anew, each in its own bounded process."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, held in hostile.everything().items():
        (folder / name).write_bytes(held)
    done = subprocess.run(
        [sys.executable, "-I", str(EACH), str(folder)], capture_output=True, check=True, text=True
    )
    return [_came(json.loads(line)) for line in done.stdout.splitlines()]


def _came(said):
    first, _, content = bytes.fromhex(said["said"]).partition(b"\n")
    told = json.loads(first) if first else {"not_taken": "stopped"}
    return Came(said["name"], said["ended"], told, content, said["seconds"], said["kilobytes"])


def all_of(document):
    """Every byte a PDF holds, also what is packed in it."""
    reader = PdfReader(io.BytesIO(document))
    held = [document]
    for number in range(1, int(reader.trailer["/Size"])):
        one = reader.get_object(number)
        held.append(repr(one).encode())
        if isinstance(one, StreamObject) and one.get("/Filter") != "/DCTDecode":
            held.append(one.get_data())
    return b"\n".join(held)


def test_there_are_more_than_two_hundred_hostile_files(came):
    assert len(came) >= 200


def test_none_of_them_breaks_what_reads_it(came):
    stopped = {confined.SECONDS, -9, -24}  # killed for time, or for the time of the processor

    assert not [each.name for each in came if each.ended != 0 and each.ended not in stopped]


def test_none_takes_more_memory_or_time_than_it_is_given(came):
    assert not [(each.name, each.kilobytes) for each in came if each.kilobytes > 256 * 1024]
    assert not [(each.name, each.seconds) for each in came if each.seconds > 5.5]


def test_nothing_that_hides_beside_the_pixels_or_the_page_is_kept(came):
    kept = [each for each in came if each.content]
    found = [
        each.name
        for each in kept
        for held in [all_of(each.content) if each.name.startswith("d-") else each.content]
        if hostile.CANARY in held
        or hostile.WORDS.encode("utf-16-be") in held
        or hostile.CANARY.hex().encode() in held.lower()
    ]

    assert len(kept) > 60
    assert not found


def test_every_picture_that_tells_more_than_its_pixels_is_kept_as_pixels(came):
    pictures = {each.name: each for each in came if each.name.startswith("p-")}

    assert {each.told["media_type"] for each in pictures.values()} == {"image/jpeg"}
    for each in pictures.values():
        assert markers(each.content) <= MARKERS_OF_PIXELS, each.name
        assert each.content.endswith(b"\xff\xd9")
        held = Image.open(io.BytesIO(each.content))
        assert (held.size, dict(held.getexif())) == ((120, 160), {}), "turned, as the camera said"
        assert set(held.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def markers(content):
    """The kinds of segment before the pixels of a JPEG."""
    found, at = set(), 2
    while content[at + 1] != 0xDA:
        found.add(content[at + 1])
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return found


def test_every_document_that_does_something_is_kept_as_pages_that_do_nothing(came):
    documents = [each for each in came if each.name.startswith("d-")]
    taken = [each for each in documents if each.content]

    assert not [(each.name, each.told) for each in documents if not each.content]
    for each in taken:
        held = all_of(each.content).decode("latin-1")
        assert not [name for name in FORBIDDEN if f"'{name}'" in held or f"{name} " in held], (
            each.name
        )


def test_a_page_still_says_what_it_said(came):
    drawn = {each.name: each.content for each in came if each.name.startswith("d-")}
    page = PdfReader(io.BytesIO(drawn["d-launch"])).pages[0]
    photo = PdfReader(io.BytesIO(drawn["d-photo"])).pages[0]

    assert "A plan for the week" in page.extract_text()
    assert [float(edge) for edge in page.mediabox] == [0, 0, 300, 200]
    assert len(photo.images) == 1


def test_no_bomb_and_no_other_kind_is_taken(came):
    harmless = {"b-pdf-loop-of-resources", "b-pdf-many-operations", "b-png-text", "b-png-itext"}
    harmless |= {"b-png-profile", "b-png-more-than-said", "b-pdf-large-number", "b-pdf-long-string"}
    harmless |= {"b-pdf-deep", "b-pdf-many-objects", "b-pdf-runs"}

    taken = [each.name for each in came if each.name[0] in "bo" and each.content]
    assert set(taken) <= harmless


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("o-svg", "other_kind"),
        ("o-docx", "other_kind"),
        ("o-nothing", "empty"),
        ("o-too-large", "too_large"),
        ("b-png-just-over", "too_many_pixels"),
        ("b-png-warned-only", "too_many_pixels"),
        ("b-jpeg-pixels", "too_many_pixels"),
        ("b-pdf-pages", "too_many_pages"),
        ("x-jpeg-cut-3", "unreadable"),
    ],
)
def test_what_is_not_taken_says_why(came, name, reason):
    assert {each.name: each.told for each in came}[name] == {"not_taken": reason}


def test_a_process_of_its_own_answers_the_same():
    made = confined.anew(hostile.whole("JPEG"))

    assert (made.media_type, made.width, made.height) == ("image/jpeg", 120, 160)
    assert hostile.CANARY not in made.content
    with pytest.raises(kinds.NotTaken, match="too_many_pixels"):
        confined.anew(hostile.bombs()["png-pixels"])


def test_a_file_that_takes_too_long_or_too_much_is_not_taken(monkeypatch):
    monkeypatch.setattr(confined, "SECONDS", 0.01)

    with pytest.raises(kinds.NotTaken, match="too_hard"):
        confined.anew(hostile.whole("PNG"))


def test_the_process_is_given_no_setting_and_may_write_no_file(monkeypatch, tmp_path):
    given = {}
    real = subprocess.run

    def watched(command, **options):
        given.update(options)
        return real(command, **options)

    monkeypatch.setattr(confined.subprocess, "run", watched)
    confined.anew(hostile.whole("PNG"))
    tries = (
        "from wayhome.platform.uploads import confined\n"
        "confined.bound()\n"
        f"with open({str(tmp_path / 'kept')!r}, 'w') as kept: kept.write('x' * 9)"
    )
    tried = real([sys.executable, "-I", "-c", tries], capture_output=True, check=False)

    assert given["env"] == {}
    assert tried.returncode != 0
