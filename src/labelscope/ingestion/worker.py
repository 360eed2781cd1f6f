"""A document is read in a process of its own, within limits, so that a parser can neither hang nor end the program.

The process is started anew for each document (never forked from this one, which may be a server with threads), gets the
bytes on its standard input and answers in JSON. It limits itself before it loads a parser. When it is late, or says too
much, its whole process group is killed.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from typing import IO, Any

from labelscope.errors import HostileInput
from labelscope.ingestion import refusals
from labelscope.ingestion.limits import Limits

AT_ONCE = 2
_free = threading.BoundedSemaphore(AT_ONCE)
_PROGRAM = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from labelscope.ingestion.parsing import main; main(sys.argv[2:])"
)
_KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TEMP")
_PIECE = 65_536


def read_in_worker(form: str, data: bytes, limits: Limits) -> dict[str, Any]:
    """What a worker answers about a document of one of `sniffing.FORMATS`.

    Raises
    ------
    HostileInput
        If the worker refuses the document, breaks a limit, crashes, or none is free in time.
    """
    if not _free.acquire(timeout=limits.waiting_seconds):
        raise HostileInput(refusals.BUSY)
    try:
        said, code = _run(_command(form, limits), data, limits)
    finally:
        _free.release()
    return _answer(said, code, limits)


def _command(form: str, limits: Limits) -> list[str]:
    path = json.dumps([place for place in sys.path if place])
    return [sys.executable, "-I", "-B", "-c", _PROGRAM, path, form, json.dumps(asdict(limits))]


def _run(command: list[str], data: bytes, limits: Limits) -> tuple[bytes, int]:
    """What a process says before it ends, and its exit code (negative: the signal that ended it)."""
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
    environment |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    process = subprocess.Popen(  # noqa: S603 - our own program; the document is on its standard input
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    assert process.stdin
    assert process.stdout
    said = bytearray()
    talking = [
        threading.Thread(target=_give, args=(process.stdin, data), daemon=True),
        threading.Thread(target=_take, args=(process.stdout, said, limits.output_bytes), daemon=True),
    ]
    try:
        for thread in talking:
            thread.start()
        talking[1].join(limits.seconds)
        late = talking[1].is_alive()
        if not late and len(said) <= limits.output_bytes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
    finally:
        _end(process)
        for thread in talking:
            thread.join(5)
        process.stdin.close()
        process.stdout.close()
    if late:
        raise HostileInput(refusals.TOO_LONG_TO_READ, limit=f"{limits.seconds:g}")
    if len(said) > limits.output_bytes:
        raise HostileInput(refusals.TOO_MUCH_OUTPUT)
    return bytes(said), process.returncode


def _give(pipe: IO[bytes], data: bytes) -> None:
    with contextlib.suppress(OSError, ValueError), pipe:
        pipe.write(data)


def _take(pipe: IO[bytes], said: bytearray, limit: int) -> None:
    with contextlib.suppress(OSError, ValueError):
        while len(said) <= limit and (piece := pipe.read(_PIECE)):
            said += piece


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a worker that has not ended, and all that it started."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()


def _answer(said: bytes, code: int, limits: Limits) -> dict[str, Any]:
    try:
        answer = json.loads(said)
    except (ValueError, RecursionError):
        answer = None
    if isinstance(answer, dict) and "refused" in answer:
        _refuse(answer)
    if code != 0 or not isinstance(answer, dict):
        raise _refusal(code, limits)
    return answer


def _refuse(answer: dict[str, Any]) -> None:
    remedy, values = answer.get("refused"), answer.get("values")
    if remedy in refusals.ALL and isinstance(values, dict):
        with contextlib.suppress(KeyError):
            raise HostileInput(remedy, **{str(key): str(value)[:200] for key, value in values.items()})
    raise HostileInput(refusals.CRASHED)


def _refusal(code: int, limits: Limits) -> HostileInput:
    """What the exit code of a worker without an answer means."""
    if code == -getattr(signal, "SIGXCPU", 0):
        return HostileInput(refusals.TOO_LONG_TO_READ, limit=str(limits.processor_seconds))
    is_memory = code in (-signal.SIGABRT, -getattr(signal, "SIGKILL", signal.SIGABRT))
    return HostileInput(refusals.TOO_MUCH_MEMORY if is_memory else refusals.CRASHED)
