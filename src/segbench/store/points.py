"""The points of a space, kept so that reports can draw them without the input."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from segbench.core import Matrix, Space, SpaceKey
from segbench.store.arrays import content_hash, load_arrays, save_arrays
from segbench.store.text import reading


@dataclass(frozen=True)
class Points:
    """Where the customers of a space lie."""

    space: SpaceKey
    matrix: Matrix  # shape (n_customers, n_features)
    names: tuple[str, ...]  # of the matrix's columns
    columns: tuple[str, ...]  # of the customer table, that these were made from


def points_of(space: Space) -> Points:
    """Take what figures need of a space."""
    return Points(space.key, space.matrix, space.names, space.columns)


def save_points(folder: Path, points: Points) -> Path:
    """Write the points of a space under a name that the space decides."""
    meta = {
        "space": vars(points.space),
        "names": points.names,
        "columns": points.columns,
    }
    name = f"points-{content_hash([vars(points.space)])}.npz"
    return save_arrays(folder / name, meta, {"matrix": points.matrix})


def load_points(path: Path) -> Points:
    """Read what `save_points` wrote.

    Raises
    ------
    OutputError
        When the file is damaged, foreign, or of another layout.
    """
    with reading(path):
        meta, arrays = load_arrays(path)
        return Points(
            SpaceKey(**meta["space"]),
            arrays["matrix"],
            tuple(meta["names"]),
            tuple(meta["columns"]),
        )
