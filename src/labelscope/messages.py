"""Find the messages that the source marks for translation, also those inside f-strings.

Babel's own Python extractor reads tokens and misses calls inside f-strings on Python 3.11, so this
one reads the syntax tree. `make messages` uses it through babel.cfg.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

Extracted = tuple[int, str, str, list[str]]


def marked(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every `mark("...")` in Python source.

    Raises
    ------
    ValueError
        If `mark` is called with anything but one plain string.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "mark":
            argument = node.args[0] if len(node.args) == 1 else None
            if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
                raise ValueError(f"line {node.lineno}: mark() takes one plain string")
            yield node.lineno, argument.value


def extract(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Extracted]:
    """Babel extraction method: the messages of one file."""
    for line, message in marked(file.read().decode("utf-8")):
        yield line, "mark", message, []
