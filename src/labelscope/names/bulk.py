"""Many names at once, in columns: exact names first, then letters, then words and meaning for what stays open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from labelscope.names import How, Resolver
from labelscope.names.letters import CHUNK, LetterIndex, normalised
from labelscope.names.tables import to_rows

#: From this probability on, letters settle a name without a closer look.
SURE = 0.95
#: Below this one, a name compared by letters alone is answered *no match*.
EVEN = 0.5


class BulkResolver:
    """Answers long lists from one resolver.

    Parameters
    ----------
    resolver : Resolver
    letters_only : bool
        Never look at words and meaning: several hundred times faster, blind to other languages.
    """

    def __init__(self, resolver: Resolver, letters_only: bool = False) -> None:
        self.resolver = resolver
        self.letters_only = letters_only
        index = resolver.index
        squeezed = _squeezed(normalised([known.name for known in index.names]))
        rows: dict[str, dict[int, int]] = {}
        for i, written in enumerate(squeezed.to_pylist()):
            if written:
                rows.setdefault(written, {}).setdefault(int(index.owner[i]), i)
        self._exact = list(rows)
        #: For each exact name: a known name of its first id, one of its second (-1 if none), and how many ids it has.
        self._meant = np.array(
            [[*[*some.values(), -1][:2], len(some)] for some in rows.values()], dtype=np.int64
        ).reshape(-1, 3)

    @cached_property
    def _letters(self) -> LetterIndex:
        return LetterIndex(self.resolver.index)

    def resolve(self, names: Sequence[str]) -> Any:
        """An Arrow table with the columns of `tables.COLUMNS`, a row for each name in the order asked."""
        import pyarrow as pa

        parts = [self._chunk(names[start : start + CHUNK]) for start in range(0, len(names), CHUNK)]
        return pa.concat_tables(parts) if parts else self._chunk([])

    def _chunk(self, names: Sequence[str]) -> Any:
        import pyarrow as pa
        import pyarrow.compute as pc

        index = self.resolver.index
        texts = normalised(names)
        place = pc.index_in(_squeezed(texts), value_set=pa.array(self._exact, type=pa.string()))
        place = pc.fill_null(place, -1).to_numpy(zero_copy_only=False)
        meant = np.where((place >= 0)[:, None], self._meant[place], [-1, -1, 1])
        first, second = meant[:, 0].copy(), meant[:, 1].copy()
        probability = np.where(first >= 0, 1.0 / meant[:, 2], 0.0)
        second_probability = np.where(second >= 0, probability, 0.0)
        how = np.where(first >= 0, How.EXACT.value, How.NONE.value).astype(object)

        rest = np.flatnonzero(first < 0)
        if len(rest):
            nearest = self._letters.nearest_to(texts.take(pa.array(rest)))
            trust = self.resolver.weights.letters.probability(nearest.features)
            sure = trust >= (EVEN if self.letters_only else SURE)
            found, best = rest[sure], nearest.names[:, 0].astype(np.int64)
            first[found], probability[found], how[found] = best[sure], trust[sure], How.LETTERS.value
            owners = np.where(nearest.names >= 0, index.owner[nearest.names], -1)
            other = (owners != owners[:, :1]) & (nearest.names >= 0)
            runner = np.where(other.any(1), nearest.names[np.arange(len(rest)), other.argmax(1)], -1)
            second[found] = runner[sure]
            second_probability[found] = np.where(runner[sure] >= 0, 1 - trust[sure], 0.0)
            open_ = rest[~sure]
            if self.letters_only:
                probability[open_] = 1 - trust[~sure]
                second[open_], second_probability[open_] = best[~sure], trust[~sure]
        columns = {"first": first, "second": second, "how": how, "p": probability, "q": second_probability}
        table = self._table(names, columns)
        if len(rest) and not self.letters_only and len(open_):
            table = self._weigh(table, names, open_)
        return table

    def _table(self, names: Sequence[str], columns: dict[str, Any]) -> Any:
        import pyarrow as pa

        index = self.resolver.index
        ids = pa.array([index.ids[k] for k in index.owner], type=pa.string())
        known = pa.array([one.name for one in index.names], type=pa.string())
        first, second = (_positions(columns[name]) for name in ("first", "second"))
        shown = {
            "name": pa.array(names, type=pa.string()),
            "id": ids.take(first),
            "matched": known.take(first),
            "how": pa.array(columns["how"], type=pa.string()),
            "probability": pa.array(columns["p"], type=pa.float64()),
            "second_id": ids.take(second),
            "second_matched": known.take(second),
            "second_probability": pa.array(
                columns["q"], type=pa.float64(), mask=np.asarray(columns["second"], dtype=np.int64) < 0
            ),
        }
        return pa.table(shown)

    def _weigh(self, table: Any, names: Sequence[str], open_: Any) -> Any:
        import pyarrow as pa

        answers = self.resolver.resolve([names[k] for k in open_.tolist()])
        closer = pa.Table.from_pylist(to_rows(answers), schema=table.schema)
        order = np.arange(len(names))
        order[open_] = len(names) + np.arange(len(open_))
        return pa.concat_tables([table, closer]).take(pa.array(order)).combine_chunks()


def _squeezed(texts: Any) -> Any:
    import pyarrow.compute as pc

    return pc.replace_substring(texts, " ", "")


def _positions(values: Any) -> Any:
    import pyarrow as pa

    positions = np.asarray(values, dtype=np.int64)
    return pa.array(positions, mask=positions < 0)
