"""A real server and a real browser, where this machine has them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def working_area(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Reviews of the tests lie in a folder of their own."""
    os.environ.pop("LABELSCOPE_STORE", None)
    os.environ["LABELSCOPE_WORK"] = str(tmp_path_factory.mktemp("reviews"))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app, served as `make app` serves it."""
    yield from serve(ROOT, tmp_path_factory.mktemp("server") / "log", {})


def serve(root: Path, log: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """The address of the app in a folder, on a free port, until it is no longer needed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = log.open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        cwd=root, stdout=said, stderr=said, env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
    )  # fmt: skip
    address = f"http://localhost:{port}"
    try:
        for _ in range(240):
            try:
                if urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).status == 200:
                    break
            except OSError:
                time.sleep(0.25)
        else:
            pytest.fail("the server did not start within a minute")
        yield address
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed here and could not be")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A fresh tab at desktop width; requests that leave the machine are noted on `page.foreign`."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="en-GB", accept_downloads=True)
    tab = context.new_page()
    tab.foreign = []
    tab.on("request", lambda r: None if "//localhost" in r.url or r.url.startswith(("data:", "blob:"))
           else tab.foreign.append(r.url))  # fmt: skip
    yield tab
    context.close()
