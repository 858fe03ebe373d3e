"""A photograph is added and seen where the child is looked for; an episode is taken out.

Given a child who is missing
When a sergeant adds a photograph, and takes the episode out for a colleague
Then the photograph stands on the episode without saying where it was taken
And the export is fetched once they have said for whom and why
"""

import pytest
from tests.platform.uploads import hostile
from tests.system import evenings

from wayhome.records.children import queries as children

pytestmark = pytest.mark.system


def test_a_photograph_is_added_and_an_episode_is_taken_out(page, site, axe_check, tmp_path):
    walk = evenings.Site(page, site, axe_check)
    missing = walk.missing("Carys")
    reference = children.known(missing.child_id).child.reference
    episode = f"/episodes/{missing.reference}/"
    photo, drawing = tmp_path / "photo.jpg", tmp_path / "drawing.svg"
    photo.write_bytes(hostile.whole("JPEG"))
    drawing.write_bytes(hostile.others()["svg"])

    walk.in_both_languages("tomas", f"{episode}files/add", "/exports/", "/exports/ask")
    walk.open(f"{episode}files/add").choose(subject="photograph")
    page.locator("#id_file").set_input_files(drawing)
    walk.press("Keep the file").reads("Only JPEG, PNG, WebP and PDF are taken")
    page.locator("#id_file").set_input_files(photo)
    walk.press("Keep the file").reads("The file is kept")
    shown = page.locator(".wh-photograph__picture")
    shown.evaluate("picture => picture.decode()")
    walk.open(f"/children/{reference}/files/").choose(purpose="search").press("Open the record")
    walk.reads("A photograph of the child")

    walk.open(f"/exports/ask?what=episode&reference={missing.reference}")
    walk.choose(purpose="search", format="pdf").fill(reason="For the night shift")
    walk.press("Ask").reads("Ready")
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Fetch the file").click()
    walk.press("End it now").reads("Ended. The file is gone.")

    assert fetched.value.suggested_filename.endswith(".pdf")
    assert walk.as_person("joss").page.goto("/exports/").status == 403
