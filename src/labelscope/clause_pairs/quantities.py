"""Numbers in the English words of a clause, with their unit, their role and the side on which they are strict.

A role (`Measure`) is looked for only in clauses that a reader judged on one of its criteria, so that 48 hours under
normal hours and 48 hours under piece rates are not taken for one another. What is no role is kept as a loose figure,
whose strict side nobody knows. A convention of the ILO named in a clause gives the number that it holds.

What this cannot know: whom an exception covers, whether a limit of the law is stricter than a figure, and figures
that a clause leaves to an annex.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from labelscope.i18n import mark


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number counts.

    `unit`: hour, day, week, month, year, percent, or nothing; `higher_is_stricter` is None where nobody can say.
    """

    id: str
    label: str
    unit: str
    higher_is_stricter: bool | None
    criteria: frozenset[str]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a clause in its role.

    Attributes
    ----------
    value : float
        In the unit of the measure.
    eased : bool
        The clause lets a weaker figure or exceptions stand beside it.
    allowed : bool
        The clause permits this figure outright instead of setting it as a bound.
    named_by : str or None
        The convention that the number comes from, where the clause only names it.
    """

    measure: str
    value: float
    eased: bool = False
    allowed: bool = False
    named_by: str | None = None


Reader = Callable[[str], Iterator["Quantity"]]

MEASURES: Mapping[str, Measure] = {
    measure.id: measure
    for measure in (
        Measure("normal-week", mark("normal hours a week"), "hour", False, frozenset({"hours-normal"})),
        Measure("total-week", mark("hours a week with overtime"), "hour", False,
                frozenset({"overtime-limit", "hours-normal"})),
        Measure("overtime-week", mark("overtime hours a week"), "hour", False, frozenset({"overtime-limit"})),
        Measure("overtime-day", mark("overtime hours a day"), "hour", False, frozenset({"overtime-limit"})),
        Measure("hours-day", mark("hours a day"), "hour", False, frozenset({"hours-normal", "young-workers"})),
        Measure("school-day", mark("hours of school, work and travel a day"), "hour", False,
                frozenset({"young-workers"})),
        Measure("rest", mark("days off in seven"), "", True, frozenset({"rest"})),
        Measure("minimum-age", mark("minimum age"), "year", True, frozenset({"child-minimum-age"})),
        Measure("hazard-age", mark("age for hazardous or night work"), "year", True,
                frozenset({"young-workers", "child-worst-forms"})),
        Measure("overtime-premium", mark("pay for overtime, of normal pay"), "percent", True,
                frozenset({"overtime-pay"})),
        Measure("payment-interval", mark("time between payments"), "day", False, frozenset({"wage-payment"})),
        Measure("pay-in-kind", mark("pay in kind at most"), "percent", False,
                frozenset({"wage-minimum", "wage-deductions"})),
        Measure("living-wage-share", mark("share of a living wage"), "percent", True, frozenset({"living-wage"})),
        Measure("annual-leave", mark("annual leave"), "day", True, frozenset({"leave"})),
        Measure("maternity-leave", mark("maternity leave"), "week", True, frozenset({"maternity"})),
        Measure("notice", mark("notice to workers"), "day", True,
                frozenset({"secure-employment", "termination", "contract"})),
        Measure("casual-share", mark("casual workers at most"), "percent", False, frozenset({"secure-employment"})),
        Measure("drill-interval", mark("time between fire drills"), "month", False, frozenset({"osh-fire"})),
        Measure("audit-interval", mark("time between checks"), "month", False, frozenset({"audit-frequency"})),
        Measure("correction", mark("time to correct"), "day", None, frozenset({"corrective-action"})),
        Measure("alert", mark("time for the alert"), "hour", False, frozenset({"zero-tolerance"})),
        Measure("records", mark("records are kept"), "year", True, frozenset()),
        Measure("cut-off", mark("no clearing since"), "", False, frozenset({"environment-link"})),
        Measure("certified-share", mark("certified share at least"), "percent", True,
                frozenset({"claims-control", "chain-of-custody", "scope-of-chain"})),
        Measure("price-premium", mark("on top of the price"), "percent", True, frozenset({"fair-price", "premium"})),
        Measure("prefinance", mark("paid in advance"), "percent", True, frozenset({"long-term-trade"})),
        Measure("contract-years", mark("length of the trade contract"), "year", True, frozenset({"long-term-trade"})),
    )
}  # fmt: skip

#: Convention of the ILO -> the number it holds: role, figure, whether it eases it. For clauses that only name it.
CONVENTIONS: Mapping[int, tuple[str, float, bool]] = {
    1: ("normal-week", 48, True),
    14: ("rest", 1, True),
    30: ("normal-week", 48, True),
    47: ("normal-week", 40, True),
    132: ("annual-leave", 21, False),
    138: ("minimum-age", 15, True),
    182: ("hazard-age", 18, False),
    183: ("maternity-leave", 14, False),
}

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_DECADES = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: str(number) for number, word in enumerate(_ONES)} | {
    word: str(10 * number) for number, word in enumerate(_DECADES, start=2)
}
_UNIT = r"(?:working |calendar |consecutive )?(?:hours?|days?|weeks?|months?|years?|times?|percent)"
_COMPOUND = re.compile(rf"\b({'|'.join(_DECADES)})[- ](one|two|three|four|five|six|seven|eight|nine)\b")
_WORD = re.compile(rf"\b({'|'.join(word for word in _WORDS if word != 'one')})\b")
_ONE = re.compile(rf"\bone(?=[ -]{_UNIT}\b)")
_RATES = (
    (re.compile(r"\btime and a half\b"), "150 percent"),
    (re.compile(r"\btime and a quarter\b"), "125 percent"),
    (re.compile(r"\bdouble (?:time|pay|rate)\b"), "200 percent"),
)
_TIMES = re.compile(r"(\d+(?:\.\d+)?) times\b")
_EVERY = re.compile(
    r"\b(yearly|annual(?:ly)?|every year|each year|once a year|monthly|every month|each month|half-yearly|"
    r"twice a year|quarterly|weekly|every week)\b"
)
_MONTHS_OF = {"month": 1.0, "half": 6.0, "twice": 6.0, "quarterly": 3.0, "week": 0.25}

_CLAUSES = re.compile(r"[.;](?=\s|$)")
_EXCEPT = re.compile(r"\b(?:except|save|unless|guards?|other than|other rules)\b|\bif an exception")
_NO_BOUND = re.compile(r"\b(?:hazard|danger|night|light|harm|heavy|help|family|aged|from \d+ to|morals|young)")
_MAY = re.compile(r"\b(?:may|can) (?!not|only)|\b(?:is|are) (?:allowed|permitted|accepted)\b")
_NOT = re.compile(r"\b(?:no|not|never|nobody|none|nor|neither|without|only)\b")


def find_quantities(text: str, criteria: Collection[str]) -> tuple[Quantity, ...]:
    """The numbers of an English clause that was judged on these criteria; each role and figure once, by role.

    >>> find_quantities("Normal week of at most forty-eight hours.", {"hours-normal"})
    (Quantity(measure='normal-week', value=48.0, eased=False, allowed=False, named_by=None),)
    """
    plain = normalise(text)
    found: dict[tuple[str, float], Quantity] = {}
    for measure, read in _READERS.items():
        gate = MEASURES[measure].criteria
        if gate and gate.isdisjoint(criteria):
            continue
        for quantity in read(plain):
            found.setdefault((quantity.measure, quantity.value), quantity)
    roles = {measure for measure, _ in found}
    for quantity in _named(plain):
        if quantity.measure not in roles and not MEASURES[quantity.measure].criteria.isdisjoint(criteria):
            found[quantity.measure, quantity.value] = quantity
    return tuple(sorted(found.values(), key=lambda one: (one.measure, one.value)))


_LOOSE = re.compile(rf"(\d+(?:\.\d+)?)[ -]({_UNIT})\b")


def loose_figures(text: str) -> frozenset[tuple[float, str]]:
    """Every figure of a clause with its unit (`day`, `percent`, …), whatever its role."""
    units = ((float(number), unit.split()[-1].rstrip("s")) for number, unit in _LOOSE.findall(normalise(text)))
    return frozenset(units)


def normalise(text: str) -> str:
    """Lower case, numbers in digits, rates of pay in percent.

    >>> normalise("Twelve hours, paid at time and a half")
    '12 hours, paid at 150 percent'
    """
    plain = text.lower().replace("’", "'").replace("%", " percent").replace("  ", " ")
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", plain)
    for pattern, rate in _RATES:
        plain = pattern.sub(rate, plain)
    plain = _COMPOUND.sub(lambda two: str(int(_WORDS[two[1]]) + int(_WORDS[two[2]])), plain)
    plain = _ONE.sub("1", _WORD.sub(lambda word: _WORDS[word[1]], plain))
    return re.sub(r"(?<=\d)-(?=[a-z])", " ", plain)


def _parts(text: str) -> Iterator[str]:
    """The sentences and half-sentences of a clause."""
    yield from (part.strip() for part in _CLAUSES.split(text) if part.strip())


def _ruled(part: str) -> tuple[str, bool]:
    """A half-sentence up to its exceptions, and whether it has any."""
    cut = _EXCEPT.search(part)
    return (part[: cut.start()], True) if cut else (part, False)


def _hours(text: str) -> Iterator[Quantity]:
    for part in _parts(text):
        rule, eased = _ruled(part)
        eased = eased or "exception" in part
        about_week = re.search(r"\bweek|\bnormal|\btotal|\bhours\b.*\bat most\b|7 days", rule) is not None
        for number in re.finditer(r"(?<![\d.])(\d{1,2})(?:[ -](hours?|in total|regular hours|extra hours))?", rule):
            value, rest = float(number[1]), rule[number.end() : number.end() + 40]
            before = rule[max(0, number.start() - 60) : number.start()]
            unit = re.match(r"\s*(?:of )?(?:hours? )?(?:of )?(?:overtime )?(?:contract hours )?(?:regular hours )?"
                            r"(?:extra hours )?(?:work )?(?:a|per|each|in a|in any|in|every) (\w+)", rest)  # fmt: skip
            if "rest" in rest[:12] or re.match(r"\s*(?:days|weeks|months|percent|am|pm)\b", rest):
                continue
            period = unit[1] if unit else ""
            is_hours = number[2] is not None or "hour" in rest[:16] or "hour" in before or "overtime" in part
            if not is_hours and period not in ("week", "day"):
                continue
            overtime = re.search(r"overtime|extra", rest[:22]) is not None or "overtime" in before
            if period == "day":
                if re.search(r"school", part) and re.search(r"travel|together", part):
                    yield Quantity("school-day", value)
                elif value <= 12:
                    yield Quantity("overtime-day" if re.match(r"\s*(?:hours )?(?:of )?overtime", rest)
                                   else "hours-day", value, eased)  # fmt: skip
            elif re.search(r"school", part) and re.search(r"travel|together", part):
                yield Quantity("hours-day" if before.endswith("work within ") else "school-day", value)
            elif 25 <= value < 50 and (about_week or period in ("week", "7")):
                yield Quantity("normal-week", value, eased)
            elif 50 <= value <= 84 and (about_week or "hours" in part):
                yield Quantity("total-week", value, eased)
            elif value <= 24 and overtime and period == "week":
                yield Quantity("overtime-week", value, eased)


def _only(measure: str) -> Reader:
    """What the reading of hours finds in one role."""
    return lambda text: (one for one in _hours(text) if one.measure == measure)


def _minimum_age(text: str) -> Iterator[Quantity]:
    whole_eased = (
        re.search(r"(?:\bor |\()14\b|\b14 (?:where|applies|only|under)|13 (?:or|to)|\bexcept", text) is not None
    )
    for part in _parts(text):
        if re.search(r"\bhelp their family\b", part):
            continue
        for piece in re.split(r",(?![^(]*\)) (?!or\b|in no\b|nor\b|\d)| and (?=no |never )", part):
            if _NO_BOUND.search(piece.split("(")[0]):
                continue
            permits = _MAY.search(piece) is not None and _NOT.search(piece) is None
            if permits:
                for number in re.finditer(r"\b(?:from|at|aged?|of) (1[2-8])\b", piece):
                    yield Quantity("minimum-age", float(number[1]), allowed=True)
                continue
            number_ = re.search(
                r"\b(?:below|under|over|age of|age|aged|at least|than|is|at|school and|and|case below) (1[2-8])\b|"
                r"\bhighest of[^;]*?\b(1[2-8])\b|\blegal age, (1[2-8])\b", piece
            )  # fmt: skip
            if number_:
                value = next(group for group in number_.groups() if group)
                yield Quantity("minimum-age", float(value), eased=whole_eased and value != "14")


def _hazard_age(text: str) -> Iterator[Quantity]:
    for part in _parts(text):
        if re.search(r"hazard|danger|night|harm|morals|heavy|endanger|exploit|young workers|underground|worst", part):
            ages = re.findall(r"\bunder[- ](1[4-9]|2[01])s?\b|\bbelow (1[4-9]|2[01])\b|\bto (1[6-9])\b", part)
            if ages:
                highest = max(float(age) for found in ages for age in found if age)
                yield Quantity("hazard-age", highest, eased=_ruled(part)[1] or "from 16" in part)


def _rest(text: str) -> Iterator[Quantity]:
    eased = re.search(r"exception|1[34] days|1[0-9] working days|2[0-9] working days|in 14|on average|possible|unless|"
                      r"except|agreed|\bsave\b|not regular", text) is not None  # fmt: skip
    pattern = (
        r"\b(one|1|2)\b (?:full |free )?(?:rest )?(?:days? off|days? of rest|free days?|days?)"
        r"(?:[^.;]{0,32}?\b(?:7|6 days|6 worked|week)\b)|day off after 6|24 hours (?:of rest )?in a row"
    )
    found = re.search(pattern, text)
    if found:
        yield Quantity("rest", 2.0 if found[1] == "2" and "in 14" not in found[0] else 1.0, eased)


def _percent_near(measure: str, words: str, low: float = 0, high: float = 1000) -> Reader:
    """Percentages of half-sentences that hold some word."""

    def read(text: str) -> Iterator[Quantity]:
        for part in _parts(text):
            if re.search(words, part):
                rule, eased = _ruled(part)
                for number in re.finditer(r"(\d+(?:\.\d+)?) percent", rule):
                    if low <= float(number[1]) <= high:
                        yield Quantity(measure, float(number[1]), eased)

    return read


def _overtime_premium(text: str) -> Iterator[Quantity]:
    for part in _parts(text):
        plain = re.split(r"on (?:public )?holidays", _TIMES.sub(_as_percent, part))[0]
        if re.search(r"overtime|extra|premium|paid|rate", plain):
            for number in re.finditer(r"(\d+(?:\.\d+)?) percent", plain):
                value = float(number[1])
                if 10 <= value <= 300:
                    total = value if value >= 100 else value + 100
                    advised = re.search(r"recommend|advice|advised|as a guide", plain) is not None
                    yield Quantity("overtime-premium", total, eased=advised)


def _as_percent(times: re.Match[str]) -> str:
    return f"{float(times[1]) * 100:g} percent"


def _interval(measure: str, words: str, in_days: bool = False) -> Reader:
    """The shortest time between two of something, in months, or in days."""

    def read(text: str) -> Iterator[Quantity]:
        found = []
        for part in _parts(text):
            if not re.search(words, part):
                continue
            for often in _EVERY.finditer(part):
                month = next((value for word, value in _MONTHS_OF.items() if word in often[1]), 12.0)
                found.append(month)
            for number in re.finditer(r"(?:every|each|at least every) (\d+) (week|month|year)s?", part):
                found.append(float(number[1]) * {"week": 0.25, "month": 1.0, "year": 12.0}[number[2]])
            for number in re.finditer(r"every (second|third|fourth|fifth) year", part):
                found.append(12.0 * (2 + ("second", "third", "fourth", "fifth").index(number[1])))
            if re.search(r"\bonce a (month|week)", part):
                found.append(1.0 if "once a month" in part else 0.25)
        if found:
            shortest = min(found)
            yield Quantity(measure, round(shortest * 30) if in_days else shortest)

    return read


_SPAN = r"(\d+) (?:working |calendar )?(hour|day|week|month|year)s?\b"
_HOURS_OF = {"hour": 1.0, "day": 24.0, "week": 168.0, "month": 720.0, "year": 8760.0}


def _span(measure: str, pattern: str, unit: str) -> Reader:
    """Lengths of time behind some words, in one unit."""

    def read(text: str) -> Iterator[Quantity]:
        for found in re.finditer(pattern.replace("SPAN", _SPAN), text):
            number, of = next((a, b) for a, b in zip(found.groups(), found.groups()[1:], strict=False) if a and b)
            yield Quantity(measure, round(float(number) * _HOURS_OF[of] / _HOURS_OF[unit], 1))

    return read


def _cut_off(text: str) -> Iterator[Quantity]:
    for part in _parts(text):
        if re.search(r"clear|convert|conver|deforest|turned into|natural", part):
            for number in re.finditer(r"\b(?:since|after|before|of|from) (?:the )?(?:start of |end of )?"
                                      r"(?:\w+ )?((?:19|20)\d\d)\b", part):  # fmt: skip
                yield Quantity("cut-off", float(number[1]))


def _named(text: str) -> Iterator[Quantity]:
    """What the conventions hold that a clause names."""
    if not re.search(r"\bilo\b|convention|\bc\d", text):
        return
    places = r"(?:\bc|convention(?:s)?,? (?:no\. ?)?|\bilo (?:c)?|and c?|, c?|\()"
    for found in re.finditer(rf"{places}(\d{{1,3}})(?!\d)(?! ?(?:hours|percent|days))", text):
        held = CONVENTIONS.get(int(found[1]))
        if held is not None:
            yield Quantity(held[0], float(held[1]), held[2], named_by=f"ILO C{found[1]}")


_READERS: Mapping[str, Reader] = {
    **{name: _only(name) for name in ("normal-week", "total-week", "overtime-week", "overtime-day", "hours-day",
                                      "school-day")},
    "rest": _rest,
    "minimum-age": _minimum_age,
    "hazard-age": _hazard_age,
    "overtime-premium": _overtime_premium,
    "payment-interval": _interval("payment-interval", r"paid|pay|wage", in_days=True),
    "pay-in-kind": _percent_near("pay-in-kind", r"in[- ]kind"),
    "living-wage-share": _percent_near("living-wage-share", r"living wage"),
    "annual-leave": _span(
        "annual-leave", r"SPAN of (?:paid )?(?:annual )?(?:leave|holiday)|leave of (?:at least )?SPAN", "day"
    ),
    "maternity-leave": _span("maternity-leave", r"SPAN of (?:paid )?maternity|at least SPAN for mothers|"
                             r"maternity leave of (?:at least )?SPAN", "week"),
    "notice": _span("notice", r"SPAN(?:'s?)? (?:of )?notice|notice of (?:at least )?SPAN", "day"),
    "casual-share": _percent_near("casual-share", r"casual|temporary|non-permanent"),
    "drill-interval": _interval("drill-interval", r"drill"),
    "audit-interval": _interval("audit-interval", r"audit|check|visit|inspect|assess|surveil|certif|verif|renew"),
    "correction": _span("correction", r"within SPAN", "day"),
    "alert": _span("alert", r"(?:alert|inform|notif)\w*[^.;]{0,40}? within SPAN", "hour"),
    "records": _span("records", r"\brecords?\b[^.;]{0,120}?\bkept (?:for )?(?:at least )?SPAN", "year"),
    "cut-off": _cut_off,
    "certified-share": _percent_near("certified-share", r"certified|organic|recycled|approved|responsib|weight"),
    "price-premium": _percent_near("price-premium", r"above|on top|more than|premium", 0, 60),
    "prefinance": _percent_near("prefinance", r"advance|prefinanc|pre-financ"),
    "contract-years": _span("contract-years", r"(?:agreement|contract)s?[^.;]{0,30}? SPAN", "year"),
}  # fmt: skip
