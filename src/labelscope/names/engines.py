"""Where the parts of a long list are answered: processes of this machine, or a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from labelscope.errors import HostileInput
from labelscope.i18n import mark

Task = Callable[[tuple[str, int]], int]


class Engine(Protocol):
    """Runs one function over many tasks; results come as they are ready."""

    def each(self, work: Task, tasks: Sequence[tuple[str, int]]) -> Iterator[int]:
        """The result of each task, in any order."""
        ...


class LocalEngine:
    """Processes of this machine; one worker works in this process."""

    def __init__(self, workers: int = 2) -> None:
        self.workers = max(1, workers)

    def each(self, work: Task, tasks: Sequence[tuple[str, int]]) -> Iterator[int]:
        """The result of each task, as processes finish them."""
        if self.workers == 1 or len(tasks) < 2:
            yield from map(work, tasks)
            return
        from concurrent.futures import ProcessPoolExecutor, as_completed
        from multiprocessing import get_context

        with ProcessPoolExecutor(min(self.workers, len(tasks)), mp_context=get_context("spawn")) as pool:
            waiting = [pool.submit(work, task) for task in tasks]
            try:
                for future in as_completed(waiting):
                    yield future.result()
            finally:
                for future in waiting:
                    future.cancel()


class DaskEngine:
    """A Dask cluster: the scheduler at an address, or one started here with processes of its own.

    Workers must reach the same files under the same paths.
    """

    def __init__(self, address: str | None = None, workers: int = 2) -> None:
        self.address = address
        self.workers = max(1, workers)

    def each(self, work: Task, tasks: Sequence[tuple[str, int]]) -> Iterator[int]:
        """The result of each task, as the cluster finishes them."""
        try:
            from distributed import Client, as_completed
        except ImportError as error:
            remedy = mark("The engine 'dask' needs the package distributed, which is not installed.")
            raise HostileInput(remedy) from error
        options: dict[str, Any] = (
            {"address": self.address}
            if self.address
            else {"n_workers": self.workers, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
        )
        with Client(**options) as client:
            futures = client.map(work, list(tasks), pure=False)
            for future in as_completed(futures):
                yield int(future.result())
                future.release()


def open_engine(name: str, workers: int = 2, address: str | None = None) -> Engine:
    """The engine `local` or `dask`; ValueError for another name."""
    if name == "local":
        return LocalEngine(workers)
    if name == "dask":
        return DaskEngine(address, workers)
    raise ValueError(f"engine must be local or dask, not {name!r}")
