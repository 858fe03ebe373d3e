"""The tree is that of RFC 6962, and a path proves its leaf and no other."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.platform.audit import merkle

# Entries and roots published with Certificate Transparency's own reference tests.
ENTRIES = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
LEAVES = st.lists(st.binary(max_size=8).map(merkle.leaf_of), min_size=1, max_size=70)


def by_definition(leaves):
    """The root as section 2.1 of the RFC defines it, from the top down."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return merkle.node_of(by_definition(leaves[:half]), by_definition(leaves[half:]))


@pytest.mark.parametrize(("count", "root"), list(enumerate(ROOTS, start=1)))
def test_the_root_is_the_published_one(count, root):
    assert merkle.root_of(map(merkle.leaf_of, ENTRIES[:count])).hex() == root


def test_the_root_of_nothing_is_the_hash_of_nothing():
    assert merkle.Tree().root == hashlib.sha256(b"").digest()


@given(LEAVES)
def test_a_tree_that_grew_leaf_by_leaf_has_the_root_of_the_definition(leaves):
    assert merkle.root_of(leaves) == by_definition(leaves)


@given(LEAVES, st.integers(0, 70))
def test_a_tree_goes_on_from_what_was_kept_of_it(leaves, until):
    first = merkle.Tree()
    first.extend(leaves[:until])
    again = merkle.Tree(first.size, list(first.parts))
    again.extend(leaves[until:])
    assert again.root == merkle.root_of(leaves)


@given(LEAVES, st.data())
def test_a_path_leads_its_leaf_to_the_root_and_no_other_leaf_nor_place(leaves, data):
    place = data.draw(st.integers(0, len(leaves) - 1))
    path, root, size = merkle.path_of(leaves, place), merkle.root_of(leaves), len(leaves)

    assert merkle.root_by_path(leaves[place], path, place=place, size=size) == root
    assert merkle.root_by_path(merkle.leaf_of(b"another"), path, place=place, size=size) != root
    assert merkle.root_by_path(leaves[place], [*path, root], place=place, size=size) is None
    if path:
        assert merkle.root_by_path(leaves[place], path[:-1], place=place, size=size) != root


@pytest.mark.parametrize("place", [-1, 1])
def test_there_is_no_path_from_outside_the_tree(place):
    with pytest.raises(IndexError):
        merkle.path_of([merkle.leaf_of(b"")], place)
    assert merkle.root_by_path(b"", [], place=place, size=1) is None
