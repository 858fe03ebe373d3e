"""A PDF made anew: what is drawn on its pages is copied to a document that does nothing.

Only what is needed to draw a page is copied, by name: no script, no action, no form, no note, no
file within the file, no description of it. A picture in it is made anew like any other. What hides
in another kind of object is not copied, because nothing that is copied leads to it. Runs only
within the bounds of `confined`.
"""

import io
import struct
import zlib

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    ContentStream,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from wayhome.platform.uploads import pictures
from wayhome.platform.uploads.kinds import Kind, NotTaken, Reason

MEDIA_TYPE = "application/pdf"
MOST_PAGES = 100
MOST_OBJECTS = 20_000
DEEPEST = 60
BOXES = ("/MediaBox", "/CropBox")

# What draws: everything below it is copied, but for what is named in NEVER.
RESOURCES = (
    "/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading",
)  # fmt: skip
NEVER = frozenset(
    {
        "/A", "/AA", "/AF", "/AcroForm", "/Action", "/Alternates", "/Annots", "/B", "/Dests",
        "/DPartRoot", "/EF", "/EmbeddedFiles", "/F", "/FFilter", "/FDecodeParms",
        "/GTS_PDFXVersion", "/Info", "/JS", "/JavaScript", "/LastModified", "/Launch",
        "/Measure", "/Metadata", "/Names", "/OC", "/OCProperties", "/OPI", "/OpenAction",
        "/OutputIntents", "/PS", "/Parent", "/PieceInfo", "/Properties", "/PtData", "/Ref",
        "/RichMedia", "/StructParent", "/StructParents", "/StructTreeRoot", "/Subj", "/Thumb",
        "/URI", "/XFA", "/ID", "/Private",
    }
)  # fmt: skip
PICTURES = frozenset({"/DCTDecode", "/DCT"})
NOT_PICTURES_OF_OURS = frozenset({"/JPXDecode", "/JBIG2Decode"})

MARKS_ONLY = frozenset({b"BDC", b"DP", b"BMC", b"MP", b"EMC"})
NAMES_OF_LETTERS = frozenset({"/Registry", "/Ordering"})  # which letters a font's numbers are

_BROKEN = (
    PyPdfError, OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, struct.error,
    zlib.error, EOFError, NotImplementedError, RuntimeError, AssertionError, UnicodeError,
    OverflowError, ZeroDivisionError,
)  # fmt: skip


def anew(content: bytes) -> bytes:
    """The document. Raises NotTaken for one that is locked, too long or cannot be read."""
    try:
        return _written(PdfReader(io.BytesIO(content), strict=False))
    except _BROKEN as broken:
        raise NotTaken(Reason.UNREADABLE) from broken


def _written(reader: PdfReader) -> bytes:
    if reader.is_encrypted:
        raise NotTaken(Reason.LOCKED)
    if not 0 < len(reader.pages) <= MOST_PAGES:
        raise NotTaken(Reason.TOO_MANY_PAGES if reader.pages else Reason.UNREADABLE)
    writer = PdfWriter()
    copying = _Copying(writer)
    for page in reader.pages:
        box = page.mediabox
        new = writer.add_blank_page(float(box.width), float(box.height))
        for name in BOXES:
            new[NameObject(name)] = ArrayObject(FloatObject(edge) for edge in page.mediabox)
        if page.rotation:
            new[NameObject("/Rotate")] = NumberObject(page.rotation)
        new[NameObject("/Resources")] = copying.resources(page.get("/Resources"))
        drawn = page.get_contents()
        if drawn is not None:
            new[NameObject("/Contents")] = copying.drawing(drawn)
    writer.metadata = None
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


class _Copying:
    """Copies objects to a new document, each once, and counts them."""

    def __init__(self, writer: PdfWriter) -> None:
        self.writer = writer
        self.copied: dict[int, IndirectObject] = {}
        self.count = 0

    def resources(self, given: PdfObject | None) -> DictionaryObject:
        """What a page or a form draws with, of the kinds that only draw."""
        held = given.get_object() if given is not None else None
        if not isinstance(held, DictionaryObject):
            return DictionaryObject()
        return DictionaryObject(
            {
                NameObject(name): self.of(held.raw_get(name), depth=1)
                for name in RESOURCES
                if name in held
            }
        )

    def drawing(self, given: StreamObject) -> IndirectObject:
        """What is drawn on a page, as a stream of its own."""
        new = DecodedStreamObject()
        new.set_data(_drawn(given))
        return self.writer._add_object(new.flate_encode())

    def of(self, given: object, *, depth: int) -> PdfObject:
        """The copy of one object and of all it leads to."""
        self.count += 1
        if self.count > MOST_OBJECTS or depth > DEEPEST:
            raise NotTaken(Reason.TOO_HARD)
        if isinstance(given, IndirectObject):
            return self._pointed_to(given, depth=depth)
        if isinstance(given, StreamObject):
            return self.writer._add_object(self._stream(given, depth=depth))
        if isinstance(given, DictionaryObject):
            return self._members(given, depth=depth)
        if isinstance(given, ArrayObject):
            return self._elements(given, depth=depth)
        return _plain(given)

    def _pointed_to(self, given: IndirectObject, *, depth: int) -> PdfObject:
        if given.idnum in self.copied:
            return self.copied[given.idnum]
        held = given.get_object()
        if held is None:
            return NullObject()
        reserved = self.writer._add_object(NullObject())
        self.copied[given.idnum] = reserved
        made = self.of(held, depth=depth + 1)
        final = made.get_object() if isinstance(made, IndirectObject) else made
        self.writer._objects[reserved.idnum - 1] = final
        return reserved

    def _members(self, given: DictionaryObject, *, depth: int) -> DictionaryObject:
        return DictionaryObject(
            {
                NameObject(name): self._member(name, given.raw_get(name), depth=depth + 1)
                for name in given
                if name not in NEVER and name not in {"/Resources", "/Length"}
            }
        )

    def _member(self, name: str, held: object, *, depth: int) -> PdfObject:
        known = name in NAMES_OF_LETTERS and str(held) in {"Adobe", "Identity", "UCS"}
        return TextStringObject(str(held)) if known else self.of(held, depth=depth)

    def _elements(self, given: ArrayObject, *, depth: int) -> ArrayObject:
        """A list, copied. The last of what names colours by number is the table of them."""
        held = list(list.__iter__(given))
        made = [self.of(each, depth=depth + 1) for each in held]
        if held[:1] == ["/Indexed"] and isinstance(held[-1], TextStringObject | ByteStringObject):
            made[-1] = ByteStringObject(held[-1].original_bytes)
        return ArrayObject(made)

    def _stream(self, given: StreamObject, *, depth: int) -> StreamObject:
        filters = _filters(given)
        if set(filters) & NOT_PICTURES_OF_OURS:
            raise NotTaken(Reason.UNREADABLE)
        if set(filters) & PICTURES:
            return _picture(given, filters)
        form = given.get("/Subtype") == "/Form" or given.get("/PatternType") == 1
        kept = self._members(given, depth=depth)
        for name in ("/Filter", "/DecodeParms"):
            kept.pop(name, None)
        new = DecodedStreamObject()
        new.update(kept)
        if form:
            new.set_data(_drawn(given))
            new[NameObject("/Resources")] = self.resources(given.get("/Resources"))
        else:
            new.set_data(given.get_data())
        return new.flate_encode()


def _drawn(given: StreamObject) -> bytes:
    """What is drawn, written anew from its operations: no comment and no mark is among them."""
    stream = ContentStream(given, None)
    stream.operations = [
        (operands, operator)
        for operands, operator in stream.operations
        if operator not in MARKS_ONLY
    ]
    return bytes(stream.get_data())


def _filters(given: StreamObject) -> list[str]:
    held = given.get("/Filter")
    held = held.get_object() if held is not None else []
    return [str(each) for each in (held if isinstance(held, ArrayObject) else [held])]


def _picture(given: StreamObject, filters: list[str]) -> StreamObject:
    """A photograph in a page, made anew; other ways of packing it before that are not taken."""
    if len(filters) != 1:
        raise NotTaken(Reason.UNREADABLE)
    made = pictures.anew(given._data, Kind.JPEG)
    new = StreamObject()
    new._data = made.content
    new.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(made.width),
            NameObject("/Height"): NumberObject(made.height),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject("/DCTDecode"),
        }
    )
    return new


def _plain(given: object) -> PdfObject:
    """A number or a name. Anything else, words above all, draws nothing and is left out."""
    if isinstance(given, NameObject):
        return NameObject(str(given))
    if isinstance(given, BooleanObject):
        return BooleanObject(bool(given.value))
    if isinstance(given, FloatObject):
        return FloatObject(given)
    if isinstance(given, NumberObject):
        return NumberObject(given)
    return NullObject()
