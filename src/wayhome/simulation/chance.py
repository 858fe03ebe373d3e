"""Chance that can be had again: one stream for each name, so that one part never shifts another."""

import hashlib

import numpy as np
from numpy.typing import ArrayLike, NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
YesNo = NDArray[np.bool_]


def stream(seed: int, name: str) -> np.random.Generator:
    """The stream of that name: its draws depend on the seed and the name alone."""
    digest = hashlib.sha256(f"{seed}:{name}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


def chosen(chance: np.random.Generator, weights: ArrayLike, size: int) -> Whole:
    """So many draws of a place in `weights`, each as likely as its weight."""
    upto = np.cumsum(np.asarray(weights, dtype=float))
    return np.searchsorted(upto, chance.random(size) * upto[-1], side="right").astype(np.int64)


def chosen_of(chance: np.random.Generator, weights: ArrayLike, row: Whole) -> Whole:
    """For each entry of `row` a draw of a column, by the weights of that row of a table."""
    upto = np.cumsum(np.asarray(weights, dtype=float), axis=1)
    upto /= upto[:, -1:]
    drawn = chance.random(len(row))
    return (drawn[:, None] >= upto[row]).sum(axis=1).astype(np.int64)


def steady(seed: int, name: str, *keys: Whole) -> Real:
    """A number from nought up to one for each row of `keys`: the same keys always give the same."""
    mixed = np.full(np.broadcast_shapes(*(key.shape for key in keys)), _salt(seed, name), np.uint64)
    for key in keys:
        mixed = _mixed(mixed ^ _mixed(key.astype(np.uint64)))
    return (mixed >> np.uint64(11)).astype(float) / float(1 << 53)


def _salt(seed: int, name: str) -> np.uint64:
    return np.uint64(int.from_bytes(hashlib.sha256(f"{seed}:{name}".encode()).digest()[:8], "big"))


def _mixed(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A bijection that spreads every bit over all (the finaliser of SplitMix64)."""
    value = value + np.uint64(0x9E3779B97F4A7C15)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))
