"""A drawn picture in the place of a photograph: a disc on bands of colour, plainly nobody.

The demonstration needs a picture to show where one stands. No picture of a person is in Wayhome's
own files, invented or not.
"""

import io

from PIL import Image, ImageDraw

from wayhome.interfaces.rehearsal import scenes
from wayhome.journey import file_added
from wayhome.rules.files import FileSubject

SIZE = (480, 600)
GROUND, BAND, FIGURE = "#dfe9e8", "#b9d0cd", "#5b8782"
WORDS = "A drawing. Nobody."


def drawn() -> bytes:
    """The picture, as a PNG."""
    picture = Image.new("RGB", SIZE, GROUND)
    pen = ImageDraw.Draw(picture)
    for top in range(0, SIZE[1], 60):
        pen.rectangle((0, top, SIZE[0], top + 24), fill=BAND)
    pen.ellipse((150, 120, 330, 300), fill=FIGURE)
    pen.rounded_rectangle((90, 330, 390, 560), radius=110, fill=FIGURE)
    pen.text((150, 420), WORDS, fill="#ffffff", font_size=20)
    held = io.BytesIO()
    picture.save(held, "PNG")
    return held.getvalue()


def add(scene: scenes.Scene, missing: scenes.Missing, *, by: str) -> None:
    """Add the drawing as the photograph of a child."""
    sent = file_added.Sent(drawn(), FileSubject.PHOTOGRAPH, title="A drawing in its place")
    file_added.record(missing.child_id, sent, by=scene.person(by), now=scene.now)
