"""The worker process: limits, crashes, many at once, the same answer every time."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from test_pdf import two_columns
from writing import pdf

from labelscope.errors import HostileInput
from labelscope.ingestion import LIMITS, Limits, ingest, refusals, worker

BEFORE = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from labelscope.ingestion import parsing; "


#: The same, without the model of languages.
ALONE = BEFORE + "parsing.Languages = lambda: None"


_ANSWER = '{"extractor": "x", "language": "en", "blocks": [["clause", "Pay.", %d, 4, [], "", null, "", null, ""]], '
SPAN = _ANSWER % 1 + '"clauses": [], "warnings": []}'
WARNING = _ANSWER % 0 + '"clauses": [], "warnings": [["Send money.", {}]]}'


def run_program(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Let workers run another program."""
    monkeypatch.setattr(worker, "_PROGRAM", program)


def refusal(limits: Limits = LIMITS) -> str:
    with pytest.raises(HostileInput) as refused:
        ingest("a.txt", b"Wages are paid.", limits)
    return refused.value.remedy


def test_users_at_once_get_the_same_answer_and_only_two_workers_run(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most = 0, 0
    start = worker._run

    def counted(command: list[str], data: bytes, limits: Limits) -> tuple[bytes, int]:
        nonlocal running, most
        running += 1
        most = max(most, running)
        try:
            return start(command, data, limits)
        finally:
            running -= 1

    monkeypatch.setattr(worker, "_run", counted)
    data = pdf([two_columns(n) for n in (1, 2, 3)])
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: ingest("a.pdf", data), range(8)))
    assert all(document == found[0] for document in found)
    assert most == worker.AT_ONCE


def test_a_worker_that_hangs_is_killed_with_all_that_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    note = tmp_path / "pid"
    program = (
        "import subprocess, sys, time; "
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
        f"open({str(note)!r}, 'w').write(str(child.pid)); time.sleep(60)"
    )
    run_program(monkeypatch, program)
    start = time.perf_counter()
    assert refusal(Limits(seconds=1.5)) == refusals.TOO_LONG_TO_READ
    assert time.perf_counter() - start < 4
    time.sleep(0.2)
    assert not _lives(int(note.read_text()))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_worker_that_crashes_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    run_program(monkeypatch, "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    assert refusal() == refusals.CRASHED
    run_program(monkeypatch, "raise ZeroDivisionError")
    assert refusal() == refusals.CRASHED


@pytest.mark.parametrize(
    "said",
    [
        "",
        "no JSON",
        "[]",
        "{}",
        '{"refused": "Send money.", "values": {}}',
        '{"blocks": [[1]], "clauses": []}',
        SPAN,
        WARNING,
    ],
)
def test_a_worker_that_talks_nonsense_is_one_clear_error(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    run_program(monkeypatch, f"print({said!r})")
    assert refusal() == refusals.CRASHED


def test_a_worker_that_says_too_much_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    run_program(monkeypatch, "import sys\nwhile True: sys.stdout.write('x' * 100000)")
    assert refusal(Limits(output_bytes=1_000_000)) == refusals.TOO_MUCH_OUTPUT


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the address space")
def test_memory_and_processor_time_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    run_program(monkeypatch, BEFORE + "parsing.read = lambda *_: bytearray(2 * 10**9); parsing.main(sys.argv[2:])")
    assert refusal() == refusals.TOO_MUCH_MEMORY
    run_program(monkeypatch, f"{ALONE}; parsing.read = lambda *_: any(iter(int, 1)); parsing.main(sys.argv[2:])")
    assert refusal(Limits(processor_seconds=1)) == refusals.TOO_LONG_TO_READ


@pytest.mark.parametrize(
    "deed",
    [
        "open('/tmp/x-labelscope', 'w')",
        "__import__('subprocess').run(['true'])",
        "__import__('socket').create_connection(('127.0.0.1', 9))",
    ],
)
def test_a_worker_writes_no_file_starts_no_program_and_reaches_no_network(
    monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    run_program(
        monkeypatch,
        f"{ALONE}\ndef deed(*_):\n try: {deed}\n except PermissionError: parsing.sys.exit(7)\n"
        "parsing.read = deed\nparsing.main(sys.argv[2:])",
    )
    codes: list[int] = []
    tell = worker._refusal
    monkeypatch.setattr(worker, "_refusal", lambda code, limits: codes.append(code) or tell(code, limits))
    assert refusal() == refusals.CRASHED
    assert codes == [7]


def test_waiting_for_a_worker_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(worker.AT_ONCE):
        assert worker._free.acquire(timeout=5)
    try:
        assert refusal(Limits(waiting_seconds=0.1)) == refusals.BUSY
    finally:
        for _ in range(worker.AT_ONCE):
            worker._free.release()


def test_parsers_are_never_loaded_outside_the_worker() -> None:
    code = (
        "import sys; from labelscope.ingestion import ingest; ingest('a.txt', b'Wages are paid.'); "
        "print(*sorted({'lxml', 'pypdfium2', 'py3langid', 'python_calamine', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == []


def test_the_same_bytes_give_the_same_document_whatever_the_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf([two_columns(n) for n in (1, 2, 3)])
    found = []
    for seed, zone in (("0", "UTC"), ("1", "Asia/Tokyo")):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        monkeypatch.setenv("TZ", zone)
        found.append(ingest("a.pdf", data))
    assert found[0] == found[1]
