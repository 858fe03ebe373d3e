"""Files that mean harm, made here: nothing real, nothing fetched, the same every time."""

# ruff: noqa: E501  # a file of one line is read more easily as one line

import io
import random
import struct
import zipfile
import zlib

from PIL import Image, PngImagePlugin

CANARY = b"CANARY-7K3MD-home-address"
WORDS = CANARY.decode()
FORMATS = ("JPEG", "PNG", "WEBP")


def drawn(size=(160, 120)):
    """A picture of nobody: bands of colour."""
    picture = Image.new("RGB", size)
    picture.putdata(
        [(x % 256, y * 2 % 256, (x + y) % 256) for y in range(size[1]) for x in range(size[0])]
    )
    return picture


def saved(picture, kind, **more):
    held = io.BytesIO()
    picture.save(held, kind, **more)
    return held.getvalue()


def exif():
    """Who took it, where they live, and where it was taken."""
    held = Image.Exif()
    held[0x010E], held[0x013B], held[0x8298], held[0x0112] = WORDS, WORDS, WORDS, 6
    held.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + CANARY
    place = held.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (54.0, 19.0, 30.0), "W", (2.0, 44.0, 12.0)
    place[29] = WORDS[:10]
    return held.tobytes()


def whole(kind):
    """A picture that says as much beside its pixels as its format lets it."""
    more = {"exif": exif(), "icc_profile": b"\0" * 128 + CANARY}
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", WORDS)
        info.add_text("Where", WORDS * 20, zip=True)
        info.add_itxt("XML:com.adobe.xmp", WORDS)
        more["pnginfo"] = info
    elif kind == "JPEG":
        more["comment"] = CANARY
        more["xmp"] = CANARY
    else:
        more["xmp"] = CANARY
    return saved(drawn(), kind, **more) + CANARY


def chunk(name, held):
    return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))


def png(width, height, data=b"", *before):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    packed = zlib.compress(data or b"\0" * 4096, 9)
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + b"".join(before)
        + chunk(b"IDAT", packed)
        + chunk(b"IEND", b"")
    )


def pdf(*objects, root="1 0 R", trailer="", after=b""):
    """A PDF of these objects, numbered from one; the first is its catalogue."""
    said, places = b"%PDF-1.7\n", []
    for number, held in enumerate(objects, start=1):
        places.append(len(said))
        body = held if isinstance(held, bytes) else held.encode("latin-1")
        said += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    began = len(said)
    said += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    said += b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = f"trailer\n<< /Size {len(objects) + 1} /Root {root} {trailer} >>\nstartxref\n{began}\n%%EOF\n"
    return said + tail.encode() + after


def stream(held, said=""):
    return f"<< /Length {len(held)} {said} >>\nstream\n".encode() + held + b"\nendstream"


TEXT = b"BT /F1 12 Tf 20 100 Td (A plan for the week) Tj ET"
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


PAGE = stream(TEXT)


def page_of(catalogue="", page="", content=PAGE, *more, resources="", trailer="", after=b""):
    """A document of one page; more objects begin at number six."""
    return pdf(
        f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R "
        f"/Resources << /Font << /F1 5 0 R >> {resources} >> {page} >>",
        content,
        FONT,
        *more,
        trailer=trailer,
        after=after,
    )


JS = f"<< /S /JavaScript /JS (app.alert\\('{WORDS}'\\)) >>"
LAUNCH = f"<< /S /Launch /F ({WORDS}.exe) >>"
URI = f"<< /S /URI /URI (http://x.invalid/{WORDS}) >>"
NOTE = "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 300 200] /Contents (%s) /A %s >>]"


def documents():
    """PDFs that would do something, or say more than their pages do. All can be read."""
    inside = stream(CANARY, "/Type /EmbeddedFile")
    photo = whole("JPEG")
    image = stream(
        photo,
        "/Type /XObject /Subtype /Image /Width 160 /Height 120 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode",
    )
    form = stream(
        b"% " + CANARY + b"\n0 0 10 10 re f",
        f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Metadata 7 0 R /PieceInfo << /X << /Private ({WORDS}) >> >>",
    )
    meta = stream(b"<x:xmpmeta>" + CANARY + b"</x:xmpmeta>", "/Type /Metadata /Subtype /XML")
    return {
        "open-action": page_of(f"/OpenAction {JS}"),
        "open-launch": page_of(f"/OpenAction {LAUNCH}"),
        "additional": page_of(f"/AA << /WC {JS} /DC {JS} >>", f"/AA << /O {JS} >>"),
        "names-js": page_of(f"/Names << /JavaScript << /Names [(x) {JS}] >> >>"),
        "embedded": page_of(
            f"/Names << /EmbeddedFiles << /Names [(x) << /Type /Filespec /F ({WORDS}) /EF << /F 6 0 R >> >>] >> >>",
            "",
            stream(TEXT),
            inside,
        ),
        "associated": page_of(
            "/AF [<< /Type /Filespec /EF << /F 6 0 R >> >>]", "", stream(TEXT), inside
        ),
        "link": page_of("", NOTE % (WORDS, URI)),
        "launch": page_of("", NOTE % (WORDS, LAUNCH)),
        "note": page_of("", NOTE % (WORDS, JS)),
        "attached": page_of(
            "",
            f"/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS << /F ({WORDS}) /EF << /F 6 0 R >> >> >>]",
            stream(TEXT),
            inside,
        ),
        "media": page_of(
            "",
            f"/Annots [<< /Type /Annot /Subtype /RichMedia /Rect [0 0 9 9] /RichMediaContent << /X ({WORDS}) >> >>]",
        ),
        "remote": page_of("", NOTE % (WORDS, f"<< /S /GoToR /F ({WORDS}) /D [0] >>")),
        "form": page_of(
            f"/AcroForm << /Fields [<< /FT /Tx /T ({WORDS}) /V ({WORDS}) /AA << /K {JS} >> >>] /XFA ({WORDS}) >>"
        ),
        "submit": page_of("", NOTE % (WORDS, f"<< /S /SubmitForm /F ({WORDS}) >>")),
        "information": page_of(
            "",
            "",
            stream(TEXT),
            f"<< /Author ({WORDS}) /Title ({WORDS}) >>",
            trailer=f"/Info 6 0 R /ID [({WORDS}) ({WORDS})]",
        ),
        "metadata": page_of("/Metadata 6 0 R", "/Metadata 6 0 R", stream(TEXT), meta),
        "pieces": page_of(
            "",
            f"/PieceInfo << /X << /Private ({WORDS}) >> >> /LastModified ({WORDS}) /Tabs /{WORDS}",
        ),
        "comment-drawn": page_of("", "", stream(b"% " + CANARY + b"\n" + TEXT)),
        "marked": page_of(
            "", "", stream(b"/Span << /ActualText (" + CANARY + b") >> BDC " + TEXT + b" EMC")
        ),
        "structure": page_of(f"/StructTreeRoot << /K [<< /Alt ({WORDS}) >>] >> /Lang ({WORDS})"),
        "layers": page_of(
            f"/OCProperties << /OCGs [<< /Name ({WORDS}) >>] >>",
            resources=f"/Properties << /P << /Name ({WORDS}) >> >>",
        ),
        "thumbnail": page_of(
            "", "/Thumb 6 0 R", stream(TEXT), stream(CANARY, "/Width 1 /Height 1")
        ),
        "alone": page_of("", "", stream(TEXT), f"({WORDS})", stream(CANARY)),
        "trailing": page_of(after=b"% " + CANARY + b"\n"),
        "leading": b"%PDF-1.7\n% " + CANARY + b"\n" + page_of()[9:],
        "photo": page_of(
            "", "", stream(b"100 0 0 100 0 0 cm /I Do"), image, resources="/XObject << /I 6 0 R >>"
        ),
        "drawing": page_of(
            "", "", stream(b"/X Do"), form, meta, resources="/XObject << /X 6 0 R >>"
        ),
        "described-font": page_of(
            "",
            "",
            stream(TEXT),
            resources=f"/ExtGState << /G << /Type /ExtGState /X ({WORDS}) >> >>",
        ),
        "updated": page_of()
        + b"6 0 obj ("
        + CANARY
        + b") endobj\ntrailer << /Size 7 /Root 1 0 R >>\nstartxref\n0\n%%EOF",
        "inline-comment": page_of("", "", stream(TEXT + b"\n%" + CANARY)),
        "outline": page_of(
            f"/Outlines << /First << /Title ({WORDS}) /A {JS} >> >> /PageLabels << /Nums [0 << /P ({WORDS}) >>] >>"
        ),
    }


def bombs():
    """Small files that would grow without end, or never end."""
    nest = zlib.compress(zlib.compress(b"\0" * 400_000_000, 9), 9)
    big = zlib.compress(b"\0" * 300_000_000, 9)
    deep = b"[" * 50_000 + b"]" * 50_000
    kids = " ".join(f"{number} 0 R" for number in range(3, 403))
    many = ["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"] * 400
    webp = (
        b"RIFF"
        + struct.pack("<I", 30)
        + b"WEBPVP8L"
        + struct.pack("<I", 18)
        + b"\x2f"
        + struct.pack("<I", (16383) | (16383 << 14))
        + b"\0" * 12
    )
    jpeg = bytearray(saved(drawn(), "JPEG"))
    at = jpeg.index(b"\xff\xc0")
    jpeg[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    return {
        "png-pixels": png(30_000, 30_000),
        "png-just-over": png(5_001, 5_000, b"\0" * (5_001 * 3 + 1) * 100),
        "png-warned-only": png(10_000, 9_500),
        "png-thin": png(2_000_000_000, 1),
        "png-text": png(8, 8, b"", chunk(b"zTXt", b"Comment\0\0" + big)),
        "png-itext": png(8, 8, b"", chunk(b"iTXt", b"Comment\0\1\0\0\0" + big)),
        "png-profile": png(8, 8, b"", chunk(b"iCCP", b"profile\0\0" + big)),
        "png-more-than-said": png(8, 8, b"\0" * 60_000_000),
        "webp-pixels": webp,
        "jpeg-pixels": bytes(jpeg),
        "pdf-nested": page_of("", "", stream(nest, "/Filter [/FlateDecode /FlateDecode]")),
        "pdf-flate": page_of("", "", stream(big, "/Filter /FlateDecode")),
        "pdf-image": page_of(
            "",
            "",
            stream(b"/I Do"),
            stream(
                big,
                "/Type /XObject /Subtype /Image /Width 30000 /Height 30000 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /FlateDecode",
            ),
            resources="/XObject << /I 6 0 R >>",
        ),
        "pdf-deep": page_of("", "", stream(TEXT), deep, resources="/XObject << /I 6 0 R >>"),
        "pdf-loop": pdf(
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 9 >>"
        ),
        "pdf-loop-of-resources": page_of(
            "",
            "",
            stream(b"/X Do"),
            stream(
                b"/X Do",
                "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>",
            ),
            resources="/XObject << /X 6 0 R >>",
        ),
        "pdf-pages": pdf(
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count 400 >>",
            *many,
        ),
        "pdf-runs": page_of(
            "", "", stream(b"80" * 2_000_000 + b">", "/Filter [/ASCIIHexDecode /RunLengthDecode]")
        ),
        "pdf-long-string": page_of("", "", stream(b"(" * 1_000_000)),
        "pdf-many-operations": page_of("", "", stream(b"q Q " * 1_500_000)),
        "pdf-many-objects": page_of(
            "",
            "",
            stream(TEXT),
            "<< /X [" + "[/A] " * 60_000 + "] >>",
            resources="/ExtGState << /G 6 0 R >>",
        ),
        "pdf-large-number": page_of("", "", stream(b"1" * 2_000_000 + b" w")),
    }


def zipped(*names):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, b"\0" * 1_000_000)
    return held.getvalue()


def others():
    """Kinds that are not taken, whatever they are called."""
    picture = drawn((16, 16))
    return {
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>',
        "svg-declared": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        "html": b"<!doctype html><script>alert(1)</script>",
        "xhtml": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
        "entities": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
        "docx": zipped("[Content_Types].xml", "word/document.xml"),
        "xlsx": zipped("[Content_Types].xml", "xl/workbook.xml"),
        "zip": zipped("../../etc/passwd"),
        "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "rtf": b"{\\rtf1 hello}",
        "exe": b"MZ" + b"\0" * 300,
        "elf": b"\x7fELF" + b"\0" * 300,
        "script": b"#!/bin/sh\nrm -rf /\n",
        "gzip": b"\x1f\x8b\x08" + b"\0" * 20,
        "mp4": b"\0\0\0\x18ftypmp42" + b"\0" * 40,
        "heic": b"\0\0\0\x18ftypheic" + b"\0" * 40,
        "avif": b"\0\0\0\x18ftypavif" + b"\0" * 40,
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n(%pipe%id) (r) file",
        "text": b"hello",
        "nothing": b"",
        "nul": b"\0" * 4000,
        "gif": saved(picture, "GIF"),
        "bmp": saved(picture, "BMP"),
        "tiff": saved(picture, "TIFF"),
        "ico": saved(picture, "ICO"),
        "ppm": saved(picture, "PPM"),
        "html-before-pdf": b"<html><body>" + page_of(),
        "gif-before-jpeg": b"GIF89a" + whole("JPEG"),
        "zip-before-png": zipped("a") + whole("PNG"),
        "too-large": b"\xff\xd8\xff" + b"\0" * (10 * 1024 * 1024 + 1),
    }


def broken():
    """Pictures and a document cut short, with bytes changed, or with more behind them."""
    chance = random.Random(26)  # noqa: S311  # the same files every time
    good = {kind.lower(): whole(kind) for kind in FORMATS} | {"pdf": documents()["photo"]}
    made = {}
    for kind, held in good.items():
        for part in range(1, 10):
            made[f"{kind}-cut-{part}"] = held[: len(held) * part // 10]
        for number in range(16):
            changed = bytearray(held)
            for _ in range(1 + number * 3):
                changed[chance.randrange(12, len(changed))] = chance.randrange(256)
            made[f"{kind}-changed-{number:02}"] = bytes(changed)
        for name, tail in {
            "zip": zipped("a.class"),
            "html": b"<script>alert(1)</script>" + CANARY,
            "php": b"<?php " + CANARY,
            "pdf": page_of(f"/OpenAction {JS}"),
        }.items():
            made[f"{kind}-and-{name}"] = held + tail
        made[f"{kind}-nul"] = held[:20] + b"\0" * 3000
        made[f"{kind}-begins-and-no-more"] = held[:12]
    return made


def everything():
    """All of them, by name."""
    pictures = {f"whole-{kind.lower()}": whole(kind) for kind in FORMATS}
    groups = {"p": pictures, "d": documents(), "b": bombs(), "o": others(), "x": broken()}
    return {
        f"{group}-{name}": held for group, files in groups.items() for name, held in files.items()
    }
