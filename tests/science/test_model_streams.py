"""The random numbers are Philox4x32-10, as its authors publish it, and depend on their address only."""

from __future__ import annotations

import numpy as np
import pytest

from postwar.model.streams import Draws, name_words, philox, split_seed, uniform32, uniform53

VECTORS = [
    ("0 0 0 0", "0 0", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


@pytest.mark.parametrize(("counter", "key", "answer"), VECTORS)
def test_known_answers_of_random123(counter: str, key: str, answer: str) -> None:
    words = tuple(np.array([int(w, 16)], np.uint64) for w in counter.split())
    k0, k1 = (int(w, 16) for w in key.split())
    assert [int(w[0]) for w in philox(words, (k0, k1))] == [int(w, 16) for w in answer.split()]  # type: ignore[arg-type]


def test_many_addresses_at_once_are_the_same_as_one_by_one() -> None:
    members = np.arange(50, dtype=np.uint64)
    cells = np.arange(50, dtype=np.uint64) * np.uint64(3)
    together = Draws(9, members, 12, 5, cells).single()
    alone = [float(Draws(9, members[i:i + 1], 12, 5, cells[i:i + 1]).single()[0]) for i in range(50)]
    assert together.tolist() == alone


@pytest.mark.parametrize("change", [
    {"seed": 10}, {"seed": 9 + (1 << 32)}, {"day": 13}, {"stream": 6}, {"purpose": 1},
    {"member": np.array([1], np.uint64)}, {"cell": np.array([1], np.uint64)}])
def test_each_part_of_the_address_changes_the_number(change: dict[str, object]) -> None:
    address = {"seed": 9, "member": np.array([0], np.uint64), "day": 12, "stream": 5, "cell": np.array([0], np.uint64)}
    assert Draws(**address).single() != Draws(**(address | change)).single()  # type: ignore[arg-type]
    assert Draws(**address).single(0) != Draws(**address).single(1)  # type: ignore[arg-type]


def test_uniforms_are_never_0_or_1() -> None:
    ends = np.array([0, 0xFFFFFFFF], np.uint64)
    for u in (uniform32(ends), uniform53(ends, ends)):
        assert 0.0 < u[0] < 1e-9 and 1 - 1e-9 < u[1] < 1.0


def test_uniforms_fill_the_interval_evenly() -> None:
    members = np.arange(200_000, dtype=np.uint64)
    u, v = Draws(3, members, 1, 1, np.zeros_like(members)).pair()
    for values in (u, v):
        counts = np.bincount((values * 100).astype(int), minlength=100)
        assert ((counts - 2000) ** 2 / 2000).sum() < 148.2      # χ² with 99 degrees of freedom, p = .001
    assert abs(np.corrcoef(u, v)[0, 1]) < 4 / np.sqrt(len(u))


def test_a_seed_has_64_bits() -> None:
    assert split_seed((1 << 64) - 1) == (0xFFFFFFFF, 0xFFFFFFFF)
    for seed in (-1, 1 << 64):
        with pytest.raises(ValueError, match="2\\^64"):
            split_seed(seed)


def test_names_have_places_of_their_own() -> None:
    names = [f"{a}:{b}" for a in ("rate", "share", "delay") for b in range(500)]
    assert len({name_words(n) for n in names}) == len(names)
