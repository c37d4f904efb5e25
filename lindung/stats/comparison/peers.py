"""Which districts are alike: the same kind of place, not the same kind of figures.

Peers answer "how do we do against places like us". A place that is good at something is another
list, of exemplars: it need not be alike.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from lindung.directory.codes import AreaCode

K = 10
CLIP = 4.0
LABEL_WITHIN = 10  # percentile of all pairs beyond which nobody is called a peer
FILE = Path(__file__).parents[2] / "directory" / "data" / "districts.csv"
COVARIATES = (
    ("population", "penduduk", True),
    ("density", "kepadatan_km2", True),
    ("area", "luas_km2", True),
    ("urban", "pct_kelurahan", False),
    ("income", "grdp_pc_2024", True),
    ("sex_ratio", "rasio_jk", False),
    ("villages", "desa", False),
)
"""Name, column, whether its logarithm is taken. Facts as of December 2024 (Dukcapil, BPS)."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A district, how far it is from another, and what sets them apart most."""

    code: str
    name: str
    distance: float
    is_peer: bool
    apart: tuple[str, ...]  # names of covariates, the largest difference first


@dataclass(frozen=True, slots=True)
class District:
    """What is known of a district."""

    code: str
    name: str
    population: int
    women: int


@lru_cache(maxsize=1)
def districts() -> dict[str, District]:
    """Return all districts by their Kemendagri code."""
    return {
        line["kode"]: District(
            line["kode"], line["nama"], int(line["penduduk"]), int(line["perempuan"])
        )
        for line in _lines()
    }


def neighbours(area: AreaCode, k: int = K) -> list[Neighbour]:
    """Return the districts most like one, the nearest first.

    Raises:
        KeyError: no district of that code.

    Source: COMPARISON section 2: standardised Euclidean distance, clipped at 4.
    """
    codes, _, table, _ = _space()
    at = codes.index(area.text) if area.text in codes else -1
    if at < 0:
        raise KeyError(area.text)
    order = np.argsort(_distances(table, at), kind="stable")
    return [_neighbour(at, int(other)) for other in order if other != at][:k]


def between(area: AreaCode, other: AreaCode) -> Neighbour:
    """Return how far another district is from one.

    Raises:
        KeyError: no district of that code.
    """
    codes = _space()[0]
    if area.text not in codes or other.text not in codes:
        raise KeyError(other.text)
    return _neighbour(codes.index(area.text), codes.index(other.text))


def nth_neighbour(area: AreaCode, other: AreaCode) -> int:
    """Return the how-manyth neighbour another district is; the nearest is the first."""
    codes, _, table, _ = _space()
    distances = _distances(table, codes.index(area.text))
    return int((distances < distances[codes.index(other.text)]).sum())


def _neighbour(at: int, other: int) -> Neighbour:
    codes, names, table, limit = _space()
    apart = np.abs(table[at] - table[other])
    distance = float(np.sqrt((apart**2).sum()))
    order = np.argsort(-apart, kind="stable")[:3]
    driven = tuple(COVARIATES[int(i)][0] for i in order if apart[int(i)] >= 1)
    return Neighbour(codes[other], names[other], round(distance, 2), distance <= limit, driven)


def _distances(table: "np.ndarray", at: int) -> "np.ndarray":
    apart: np.ndarray = np.sqrt(((table - table[at]) ** 2).sum(axis=1))
    return apart


@lru_cache(maxsize=1)
def _space() -> "tuple[list[str], list[str], np.ndarray, float]":
    lines = [line for line in _lines() if all(line[column] for _, column, _ in COVARIATES)]
    columns = []
    for _, column, log in COVARIATES:
        values = np.array([float(line[column]) for line in lines])
        values = np.log(np.maximum(values, 1e-6)) if log else values
        columns.append(np.clip((values - values.mean()) / values.std(), -CLIP, CLIP))
    table = np.column_stack(columns)
    pairs = np.concatenate(
        [np.sqrt(((table[i + 1 :] - table[i]) ** 2).sum(axis=1)) for i in range(len(table) - 1)]
    )
    limit = float(np.percentile(pairs, LABEL_WITHIN))
    return [line["kode"] for line in lines], [line["nama"] for line in lines], table, limit


@lru_cache(maxsize=1)
def _lines() -> Sequence[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
