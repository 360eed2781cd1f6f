"""Colours: contrast as WCAG 2 measures it, and the same table everywhere."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PALETTE: dict[str, Any] = tomllib.loads((ROOT / "src/labelscope/charts/palette.toml").read_text())
CONFIG: dict[str, Any] = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())
MODES = ("light", "dark")


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_both_modes_name_the_same_colours() -> None:
    assert set(PALETTE) == set(MODES)
    assert PALETTE["light"].keys() == PALETTE["dark"].keys()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("partial", "paper", 3), ("full", "partial", 3), ("full", "paper", 3), ("sign", "unknown", 3),
        ("sign", "paper", 3),
        ("accent", "paper", 4.5), ("ink", "paper", 7), ("ink", "panel", 7), ("muted", "paper", 4.5),
        ("muted", "panel", 4.5),
        ("warning", "paper", 4.5), ("primary", "paper", 3), ("ink", "unknown", 4.5),
    ],
)  # fmt: skip
def test_what_must_be_told_apart_or_read_has_enough_contrast(mode: str, one: str, other: str, least: float) -> None:
    assert contrast(PALETTE[mode][one], PALETTE[mode][other]) >= least


@pytest.mark.parametrize("mode", MODES)
def test_white_text_on_the_primary_colour_can_be_read(mode: str) -> None:
    """Streamlit prints chips and buttons white on it in both modes."""
    assert contrast("#FFFFFF", PALETTE[mode]["primary"]) >= 4.5


@pytest.mark.parametrize(
    ("mode", "measured"),
    [("light", (3.29, 3.28, 1.77, 3.99, 4.74, 5.18)), ("dark", (3.36, 3.42, 1.55, 5.01, 6.22, 9.32))],
)
def test_the_contrasts_are_those_of_the_design(mode: str, measured: tuple[float, ...]) -> None:
    pairs = [
        ("partial", "paper"),
        ("full", "partial"),
        ("beyond", "full"),
        ("sign", "unknown"),
        ("sign", "paper"),
        ("accent", "paper"),
    ]
    found = [contrast(PALETTE[mode][one], PALETTE[mode][other]) for one, other in pairs]
    assert found == pytest.approx(measured, abs=0.02)


@pytest.mark.parametrize("mode", MODES)
def test_asking_for_more_always_moves_away_from_the_paper(mode: str) -> None:
    colours = PALETTE[mode]
    away = [contrast(colours[name], colours["paper"]) for name in ("paper", "unknown", "partial", "full", "beyond")]
    assert away == sorted(away)
    heat = [contrast(colour, colours["paper"]) for colour in colours["heat"]]
    assert heat[0] == 1
    assert all(before < after for before, after in pairwise(heat))


@pytest.mark.parametrize("mode", MODES)
def test_the_theme_of_the_app_is_the_palette(mode: str) -> None:
    colours, theme = PALETTE[mode], CONFIG["theme"][mode]
    assert {key: theme[key].upper() for key in theme if key.endswith("Color")} == {
        "primaryColor": colours["primary"], "backgroundColor": colours["paper"],
        "secondaryBackgroundColor": colours["panel"], "textColor": colours["ink"],
    }  # fmt: skip


def test_the_app_starts_shut_to_the_outside() -> None:
    assert CONFIG["server"]["address"] == "localhost"
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["runner"]["enforceSerializableSessionState"] is True
    assert CONFIG["server"].get("enableXsrfProtection", True) is True
