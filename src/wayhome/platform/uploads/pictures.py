"""A picture made anew: its pixels are copied to a picture that never held anything else.

No EXIF, no place, no comment, no colour profile, no second picture and nothing after the end can
come along, since none of it is a pixel. It is turned as the camera said it should be, and made no
larger than a screen needs. Runs only within the bounds of `confined`.
"""

import io
import struct
import warnings
from dataclasses import dataclass

from PIL import Image, ImageFile, ImageOps

from wayhome.platform.uploads.kinds import Kind, NotTaken, Reason

MOST_PIXELS = 25_000_000
LONGEST_SIDE = 2_000  # pixels, of what is kept
QUALITY = 88
MEDIA_TYPE = "image/jpeg"
DECODERS = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.WEBP: "WEBP"}
WHITE = (255, 255, 255)

# What a decoder raises for a file that is not what it begins as.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, KeyError)


@dataclass(frozen=True, slots=True)
class Picture:
    """The new file, and how wide and high it is."""

    content: bytes
    width: int
    height: int


def anew(content: bytes, kind: Kind) -> Picture:
    """The picture. Raises NotTaken for one that is too large or cannot be read whole."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _written(_opened(content, kind))
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
            raise NotTaken(Reason.TOO_MANY_PIXELS) from bomb
        except _BROKEN as broken:
            raise NotTaken(Reason.UNREADABLE) from broken


def _opened(content: bytes, kind: Kind) -> Image.Image:
    """The pixels, by the one decoder of this kind: no other is tried."""
    picture = Image.open(io.BytesIO(content), formats=[DECODERS[kind]])
    if picture.width * picture.height > MOST_PIXELS:
        raise NotTaken(Reason.TOO_MANY_PIXELS)
    turned = picture.getexif().get(0x0112, 1)
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    picture.load()
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    small = picture.convert("RGBA" if _is_see_through(picture) else "RGB")
    small.info.clear()
    small.getexif()[0x0112] = turned
    return ImageOps.exif_transpose(small)


def _is_see_through(picture: Image.Image) -> bool:
    return picture.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in picture.info


def _written(picture: Image.Image) -> Picture:
    clean = Image.new("RGB", picture.size, WHITE)
    clean.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    held = io.BytesIO()
    clean.save(held, "JPEG", quality=QUALITY)
    return Picture(held.getvalue(), clean.width, clean.height)
