"""Fixtures of the review suite: a store on SQLite and on a PostgreSQL started for the tests, and small catalogues."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from tiny import write_catalogue

from labelscope.matching import SimilarClause
from labelscope.model import Reach
from labelscope.review.records import Batch, BatchKind, Candidate, NewClause
from labelscope.review.store import ReviewStore, open_store

_NUMBERS = count(1)
_POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))


def _as_postgres(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root."""
    return (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command] if os.getuid() == 0 else command
    )


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL on this machine, without a database; it listens on 127.0.0.1 only."""
    binaries = _POSTGRES[-1] if _POSTGRES else Path(shutil.which("initdb") or "").parent
    if not (binaries / "initdb").exists():
        pytest.skip("PostgreSQL is not installed here (initdb was not found)")
    with tempfile.TemporaryDirectory(prefix="labelscope-pg-", ignore_cleanup_errors=True) as folder:
        if os.getuid() == 0:
            shutil.chown(folder, "postgres")
        data, port = Path(folder) / "data", _free_port()
        initdb = [str(binaries / "initdb"), "-D", str(data), "-U", "review", "--auth=trust", "-E", "UTF8", "--no-sync"]
        made = subprocess.run(_as_postgres(initdb), capture_output=True, text=True, cwd=folder)
        if made.returncode:
            pytest.skip(f"PostgreSQL cannot be started here: {made.stderr.strip()[-200:]}")
        settings = [
            f"-cport={port}",
            "-clisten_addresses=127.0.0.1",
            f"-cunix_socket_directories={folder}",
            "-cfsync=off",
        ]
        server = subprocess.Popen(
            _as_postgres([str(binaries / "postgres"), "-D", str(data), *settings]), cwd=folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _wait_for(port, server)
            yield f"postgresql://review@127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if server.poll() is not None:
            pytest.skip("PostgreSQL ended as soon as it was started")
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.1)
    pytest.skip("PostgreSQL did not answer within 20 seconds")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty store, on each of the two databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'work' / 'review.sqlite'}"
    import psycopg

    server = request.getfixturevalue("postgres")
    name = f"review_{next(_NUMBERS)}"
    for _ in range(50):
        try:
            with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            break
        except psycopg.OperationalError:
            time.sleep(0.1)
    return f"{server}/{name}"


@pytest.fixture
def store(url: str) -> Iterator[ReviewStore]:
    """An empty store."""
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[ReviewStore]:
    """An empty store on SQLite, where the database does not matter."""
    opened = open_store(f"sqlite:///{tmp_path / 'review.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The tiny catalogue as files: `alpha`, `beta`, … of tests/tiny.py."""
    return write_catalogue(tmp_path / "catalogue")


def candidate(criterion: str, rank: int = 1, probability: float | None = 0.6, reach: Reach = Reach.FULL) -> Candidate:
    return Candidate(
        rank, criterion, probability, reach, term="pay", similar=(SimilarClause("beta.01", 0.7, Reach.FULL),),
        evidence={"words": 0.4},
    )  # fmt: skip


@pytest.fixture
def begin() -> Callable[..., Batch]:
    """Starts a batch of clauses by their texts, with proposals `wage` and `bonus`."""

    def start(store: ReviewStore, *texts: str, kind: BatchKind = BatchKind.CATALOGUE, who: str = "Eva") -> Batch:
        clauses = [
            NewClause(text, candidates=(candidate("wage"), candidate("bonus", 2, 0.3)), level="likely")
            for text in texts
        ]
        return store.add_batch(title="T", kind=kind, scheme_id="alpha", matcher="m", who=who, clauses=clauses)

    return start
