"""Hostile values: a corpus written by hand, the whole Basic Multilingual Plane, hypothesis, and mixtures of them."""

import random
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.test_model.value_tables import from_units

CORPUS = Path(__file__).with_name("hostile_corpus.toml")
PLANE_STEP = 16


def read_corpus() -> list[str]:
    """Return the corpus: short texts first, each once."""
    groups = tomllib.loads(CORPUS.read_text(encoding="utf-8"))
    repeated = [entry["value"] * entry["times"] for entry in groups.pop("long")]
    units = [from_units(numbers) for numbers in groups.pop("units")]
    return list(dict.fromkeys([*chain.from_iterable(groups.values()), *units, *repeated]))


def hostile_values(count: int) -> list[str]:
    """Return ``count`` different values, the same ones in every run; the smaller ``count``, the less of each source."""
    values = dict.fromkeys(read_corpus())
    values.update(dict.fromkeys(plane_values()) if count >= 20_000 else {})
    values.update(dict.fromkeys(found_values(max(0, count - len(values)) // 4)))
    for value in mixed_values([text for text in read_corpus() if len(text) < 100]):
        if len(values) >= count:
            break
        values[value] = None
    return list(values)[:count]


def plane_values() -> Iterator[str]:
    """Yield every code point below U+10000, sixteen to a value, surrogates too."""
    for first in range(0, 0x10000, PLANE_STEP):
        yield from_units(range(first, first + PLANE_STEP))


def found_values(count: int) -> list[str]:
    """Return what hypothesis thinks of."""
    found: list[str] = []
    pieces = st.sampled_from([text for text in read_corpus() if len(text) < 100])
    texts = st.one_of(st.text(), st.text(st.characters(codec="ascii")), st.lists(st.one_of(pieces, st.text(max_size=3))).map("".join))

    @settings(max_examples=max(1, count), database=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(texts)
    def collect(text: str) -> None:
        found.append(text)

    collect()
    return found[:count]


def mixed_values(pieces: list[str]) -> Iterator[str]:
    """Yield mixtures of two to eight pieces, without an end."""
    rng = random.Random(20261125)
    while True:
        yield "".join(rng.choices(pieces, k=rng.randint(2, 8)))
