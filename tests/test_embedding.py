from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from labelscope.embedding import Vectors, cache_folder, encode_kept, open_embedder


class Counting:
    """Embeds a text as its length, and remembers what it was asked."""

    name = "counting-1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.array([[len(text), 1] for text in texts], dtype=np.float32).reshape(len(texts), 2)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LABELSCOPE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_only_texts_that_are_new_are_embedded(folder: Path) -> None:
    embedder = Counting()
    first = encode_kept(embedder, ["a", "bb", "a"])
    again = encode_kept(embedder, ["bb", "ccc"])
    assert embedder.asked == ["a", "bb", "ccc"]
    assert first.tolist() == [[1, 1], [2, 1], [1, 1]]
    assert again.tolist() == [[2, 1], [3, 1]]
    assert [path.name for path in folder.iterdir()] == ["counting-1.npz"]


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 cut"])
def test_a_spoiled_cache_is_written_anew(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / "counting-1.npz").write_bytes(content)
    assert encode_kept(Counting(), ["a"]).tolist() == [[1, 1]]
    embedder = Counting()
    encode_kept(embedder, ["a"])
    assert embedder.asked == []


def test_a_cache_that_cannot_be_written_costs_time_only(folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    assert encode_kept(Counting(), ["a"]).tolist() == [[1, 1]]


def test_progress_counts_what_had_to_be_embedded() -> None:
    calls: list[tuple[int, int]] = []
    encode_kept(Counting(), [str(i) for i in range(300)], lambda done, every: calls.append((done, every)))
    assert calls == [(256, 300), (300, 300)]


def test_no_text_gives_no_vector() -> None:
    assert encode_kept(Counting(), []).shape == (0, 2)


def test_the_cache_folder_can_be_chosen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache_folder() == folder
    monkeypatch.delenv("LABELSCOPE_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert cache_folder() == Path("/somewhere/labelscope")


def test_an_embedder_is_named_or_refused() -> None:
    assert open_embedder("none") is None
    with pytest.raises(ValueError, match="usem3, none"):
        open_embedder("word2vec")
