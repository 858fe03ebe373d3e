"""A sealed child's pages are read in a browser by somebody on the list.

Given a child whose record is sealed, with a protected address
When somebody on the list opens the child's page and its protection
Then the page says that the record is sealed, and each form can be used by everybody
"""

import pytest
from tests.system import evenings

from wayhome.journey import child_sealed, text_protected
from wayhome.records.children import queries as children
from wayhome.rules.vocabulary import Protected, SealKind

pytestmark = pytest.mark.system
LIST = ("asha", "dina", "tomas", "ines", "nadia")
ADDRESS = {"text": "1 Nowhere Lane", "kept_from": "An uncle", "why": "He follows her"}


def test_somebody_on_the_list_reads_what_is_sealed(page, site, axe_check):
    walk = evenings.Site(page, site, axe_check)
    missing = walk.missing("Wren")
    by, child_id = walk.viewer("leon"), missing.child_id
    walk.told(
        lambda: text_protected.keep(child_id, Protected.ADDRESS, said=ADDRESS, by=by, now=walk.now)
    )
    named = [walk.cast.people[each] for each in LIST]
    walk.told(
        lambda: child_sealed.record(
            child_id, SealKind.WITNESS, why="A trial", named=named, by=by, now=walk.now
        )
    )
    here = f"/children/{children.known(child_id).child.reference}/"

    walk.as_person("leon").open(f"{here}why")
    walk.choose(purpose="strategy").press("Open the record")
    walk.reads("Sealed: speak of this child only to those on the list")
    walk.open(f"{here}protection").reads("A trial").reads("1 Nowhere Lane")
    for name in ("seal", "lower", "join", "address", "advice"):
        walk.open(f"{here}protection/{name}")
    walk.in_both_languages("leon", "/sealed/")

    walk.as_person("joss")
    assert walk.page.goto(here).status == 404
