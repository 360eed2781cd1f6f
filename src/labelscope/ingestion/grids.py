"""Tables of PDF pages, found by the lines that are drawn around their cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from labelscope.ingestion.document import Box

#: More lines than this are a drawing.
MOST_LINES = 400
_NEAR = 3.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: where its columns begin and end from left to right, and its rows from top to bottom, in points."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of a point, from 0; None outside."""
        column = bisect_right(self.columns, x) - 1
        row = bisect_right([-edge for edge in self.rows], -y) - 1
        is_inside = 0 <= column < len(self.columns) - 1 and 0 <= row < len(self.rows) - 1
        return (row, column) if is_inside else None


def find_grids(flat: Sequence[Box], upright: Sequence[Box]) -> list[Grid]:
    """Tables of two columns and two rows or more, from horizontal and vertical lines that touch."""
    lines = [*flat, *upright]
    if len(lines) > MOST_LINES or len(flat) < 3 or len(upright) < 3:
        return []
    group = list(range(len(lines)))

    def root(place: int) -> int:
        while group[place] != place:
            group[place] = group[group[place]]
            place = group[place]
        return place

    for i, line in enumerate(flat):
        for j, other in enumerate(upright, start=len(flat)):
            if _touch(line, other):
                group[root(i)] = root(j)
    heights: dict[int, list[float]] = {}
    places: dict[int, list[float]] = {}
    for i, line in enumerate(lines):
        if i < len(flat):
            heights.setdefault(root(i), []).append(line.bottom)
        else:
            places.setdefault(root(i), []).append(line.left)
    grids = []
    for name in heights.keys() & places.keys():
        xs, ys = _distinct(places[name]), _distinct(heights[name])
        if len(xs) > 2 and len(ys) > 2:
            grids.append(Grid(tuple(xs), tuple(reversed(ys))))
    return sorted(grids, key=lambda grid: (-grid.rows[0], grid.columns[0]))


def _touch(flat: Box, upright: Box) -> bool:
    crosses = flat.left - _NEAR <= upright.left <= flat.right + _NEAR
    return crosses and upright.bottom - _NEAR <= flat.bottom <= upright.top + _NEAR


def _distinct(values: Sequence[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found
