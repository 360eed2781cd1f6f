"""Interface text in four languages: gettext catalogues, numbers and lists as each language writes them.

The English text is the message id. Library code never builds sentences: it marks templates with
`mark` and hands out values; `Translator` puts them into words at the edge.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from labelscope.model import LANGUAGES

if TYPE_CHECKING:
    from babel import Locale

LOCALES = Path(__file__).parent / "locales"
DEFAULT_LANGUAGE = "en"
_BABEL_NAMES = {"en": "en_GB", "fr": "fr_BE", "nl": "nl_BE", "de": "de_BE"}


def mark(message: str) -> str:
    """Mark a message template for translation; it is translated when it is shown."""
    return message


@lru_cache(maxsize=len(LANGUAGES))
def _translations(language: str) -> NullTranslations:
    path = LOCALES / f"{language}.po"
    if language == DEFAULT_LANGUAGE or not path.exists():
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


class Translator:
    """Turns message templates and values into one of the four languages.

    Parameters
    ----------
    language : str
        One of `en`, `fr`, `nl`, `de`; anything else is read as English.
    """

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else DEFAULT_LANGUAGE
        self._translations = _translations(self.language)

    @property
    def locale(self) -> Locale:
        """The Babel locale behind the language (Belgian variants, British English)."""
        from babel import Locale

        return Locale.parse(_BABEL_NAMES[self.language])

    def __call__(self, message: str, /, **values: object) -> str:
        """The message in this language, placeholders filled."""
        return self._translations.gettext(message).format_map(values) if message else ""

    def plural(self, singular: str, plural: str, count: int, /, **values: object) -> str:
        """The message that fits `count`, which also fills `{count}`; each form is a message of its own.

        All four languages have two forms; which one fits follows CLDR (in French, 0 is singular).
        """
        form = singular if self.locale.plural_form(count) == "one" else plural
        return self._translations.gettext(form).format_map({"count": self.number(count), **values})

    def number(self, value: float | int | None, digits: int = 0) -> str:
        """A number as this language writes it; unknown is said in words."""
        from babel.numbers import format_decimal

        if value is None:
            return self(mark("not known"))
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return format_decimal(round(value, digits) or 0, format=pattern, locale=self.locale)

    def percent(self, value: float | None, digits: int = 0) -> str:
        """A share between 0 and 1 as a percentage."""
        from babel.numbers import format_percent

        if value is None:
            return self(mark("not known"))
        pattern = {"nl": "#,##0%", "en": "#,##0%"}.get(self.language, "#,##0\u00a0%")
        if digits:
            pattern = pattern.replace("0%", "0." + "0" * digits + "%").replace(
                "0\u00a0", "0." + "0" * digits + "\u00a0"
            )
        return format_percent(value, format=pattern, locale=self.locale)

    def date(self, value: date) -> str:
        """A day as this language writes it."""
        from babel.dates import format_date

        return format_date(value, format="long", locale=self.locale)

    def phrase(self, message: str, values: Mapping[str, float | str]) -> str:
        """The message with numbers written as this language writes them."""
        shown = {
            key: value if isinstance(value, str) else self.number(value, 0 if float(value).is_integer() else 1)
            for key, value in values.items()
        }
        return self(message, **shown)

    def quoted(self, text: str) -> str:
        """Text in the quotation marks of this language."""
        return self(mark("“{text}”"), text=text)

    def listing(self, items: Iterable[str]) -> str:
        """Items joined as this language joins them."""
        from babel.lists import format_list

        return format_list(list(items), locale=self.locale)

    def series(self, items: Iterable[str]) -> str:
        """Items with semicolons between them, for those that hold commas; French keeps a space before each."""
        return ("\u00a0; " if self.language == "fr" else "; ").join(items)


@lru_cache(maxsize=len(LANGUAGES))
def country_names(language: str) -> Mapping[str, str]:
    """Names of countries by their two letters (ISO 3166-1), as CLDR has them in a language."""
    from babel import Locale

    named = Locale.parse(language).territories.items()
    return {code: str(name) for code, name in named if len(code) == 2 and code.isalpha() and code != "ZZ"}
