"""Which part of the catalogue is looked at: sectors, countries of production, small firms, and a date.

Nothing here changes a record; a selection names schemes, and a date gives the catalogue as it stood then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from labelscope.catalogue import Catalogue
from labelscope.crosswalk import Crosswalk
from labelscope.errors import HostileInput
from labelscope.history import name_at, state_at, until
from labelscope.i18n import mark
from labelscope.model import ANY, NO_PRODUCT, EventKind, Provision, Scheme

EVERY_SECTOR = "cross-sector"
#: The first year that the catalogue can be shown as of: the Belgian label of 2002 was then in force.
EARLIEST = 2003
#: What counts as a provision for small firms; fees that follow size are a matter of cost.
FOR_SMALL_FIRMS = frozenset(Provision) - {Provision.SCALED_FEES}


@dataclass(frozen=True, slots=True)
class Selection:
    """What a reader wants to look at; empty means everything.

    Attributes
    ----------
    sectors : tuple of str
        Sector groups of the catalogue, or NACE or CPV codes and beginnings of them. Schemes open to every sector
        always belong.
    countries : tuple of str
        ISO 3166-1 codes of countries of production. Schemes whose countries are not known stay in.
    small_firms : bool
        Only schemes that are known to provide for small firms or smallholders.
    """

    sectors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    small_firms: bool = False

    def __contains__(self, scheme: Scheme) -> bool:
        """Whether a scheme belongs."""
        return (
            (not self.sectors or any(_in_sector(scheme, sector) for sector in self.sectors))
            and (not self.countries or any(_in_country(scheme, country) for country in self.countries))
            and (not self.small_firms or provides_for_small_firms(scheme) is True)
        )

    def schemes(self, catalogue: Catalogue) -> tuple[str, ...]:
        """Ids of the schemes that belong, in the order of the catalogue.

        Raises
        ------
        HostileInput
            If a sector or country is not known to the catalogue.
        """
        for sector in self.sectors:
            if sector not in sector_groups(catalogue) and not any(t.startswith(sector) for t in catalogue.titles):
                raise HostileInput(mark("No scheme has the sector or code {code}."), code=sector[:40])
        for country in self.countries:
            if country not in countries_of(catalogue):
                raise HostileInput(mark("No scheme names the country {code}."), code=country[:40])
        return tuple(scheme.id for scheme in catalogue.schemes.values() if scheme in self)


def provides_for_small_firms(scheme: Scheme) -> bool | None:
    """Whether a scheme provides for small firms or smallholders; None where that is not known."""
    provisions = scheme.size.provisions
    if provisions is None:
        return None
    return True if FOR_SMALL_FIRMS & set(provisions) else False if not provisions else None


def sector_groups(catalogue: Catalogue) -> frozenset[str]:
    """Every sector group that a scheme has."""
    return frozenset(group for scheme in catalogue.schemes.values() for group in scheme.scope.sector_groups)


def countries_of(catalogue: Catalogue) -> frozenset[str]:
    """Every country that a scheme names as a country of production."""
    named = (scheme.scope.countries or () for scheme in catalogue.schemes.values())
    return frozenset(country for countries in named for country in countries if country != ANY)


def is_general(scheme: Scheme) -> bool:
    """Whether a scheme is open to every activity."""
    return ANY in scheme.scope.nace


def products_shared(first: Scheme, second: Scheme) -> float:
    """Share of the activities of the first scheme that the second is open to, 0..1."""
    if is_general(second):
        return 1.0
    if is_general(first):
        return 0.0
    shared = [any(_same_branch(one, other) for other in second.scope.nace) for one in first.scope.nace]
    return sum(shared) / len(shared)


def as_of(catalogue: Catalogue, date: str) -> Catalogue:
    """The catalogue as it stood on a date: the schemes launched by then, each in the state it was in.

    Clauses and facts stay those of the edition that was read, which may be younger than the date; the version in
    force is put beside them. Figures of uptake without a year, or of a later one, are left out.

    Parameters
    ----------
    date : str
        `2017`, `2017-06` or `2017-06-30`.

    Raises
    ------
    HostileInput
        If the date is not one, or lies before the first year that can be shown.
    """
    _check_date(date)
    alive = {
        scheme.id: state for scheme in catalogue.schemes.values()
        if (state := state_at(catalogue.history[scheme.id], date)) is not None
    }  # fmt: skip
    schemes = {scheme_id: _scheme_at(catalogue, scheme_id, date, alive) for scheme_id in alive}
    return replace(
        catalogue,
        schemes=schemes,
        requirements={scheme_id: catalogue.requirements[scheme_id] for scheme_id in schemes},
        crosswalk=Crosswalk([line for line in catalogue.crosswalk if line.subject_id.rpartition(".")[0] in schemes]),
        checksum=hashlib.sha256(f"{catalogue.checksum} {date}".encode()).hexdigest(),
        as_of=date,
    )


def _check_date(date: str) -> None:
    parts = date.split("-")
    fits = len(parts) <= 3 and [len(part) for part in parts] == [4, 2, 2][: len(parts)] and all(
        part.isascii() and part.isdigit() for part in parts
    )  # fmt: skip
    if not fits or int(parts[0]) < EARLIEST:
        remedy = mark("{date} is no date from {year} on: write a year, or year-month, or year-month-day.")
        raise HostileInput(remedy, date=date[:40], year=str(EARLIEST))


def _scheme_at(catalogue: Catalogue, scheme_id: str, date: str, alive: Mapping[str, str]) -> Scheme:
    scheme, events = catalogue.schemes[scheme_id], catalogue.history[scheme_id]
    state = alive[scheme_id]
    successor = scheme.status.successor if state != "active" and scheme.status.successor in alive else None
    version = next((event for event in reversed(until(events, date)) if event.kind is EventKind.VERSION), None)
    return scheme.model_copy(
        update={
            "name": name_at(events, date) or scheme.name,
            "status": scheme.status.model_copy(update={"state": state, "successor": successor}),
            "identity": scheme.identity.model_copy(
                update={
                    "version": version.label if version else None,
                    "version_year": int(version.date[:4]) if version else None,
                }
            ),
            "uptake": tuple(one for one in scheme.uptake if one.year is not None and str(one.year) <= date),
            "recognition": tuple(tie for tie in scheme.recognition if tie.scheme is None or tie.scheme in alive),
            "derived_from": tuple(other for other in scheme.derived_from if other in alive),
        }
    )


def _in_sector(scheme: Scheme, sector: str) -> bool:
    scope = scheme.scope
    if {sector, EVERY_SECTOR} & set(scope.sector_groups):
        return True
    codes = {*scope.nace, *scope.cpv} - {NO_PRODUCT}
    return ANY in codes or any(_same_branch(code, sector) for code in codes)


def _in_country(scheme: Scheme, country: str) -> bool:
    countries = scheme.scope.countries
    return countries is None or ANY in countries or country in countries


def _same_branch(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
