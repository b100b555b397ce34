"""Public holidays by region, from the pinned `holidays` package, and how far the package knows them.

A region is a country ("US"), a country and a subdivision ("GB-ENG", "DE-BY") or a financial market ("ECB",
"XNYS").

The package is imported where it is first asked: it is slow to load, and most agreements have no holidays.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from functools import cache
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING

from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.planning.plan import Calendar
from sladsl.source import Span
from sladsl.values import frozen

if TYPE_CHECKING:
    import holidays


def holidays_version() -> str:
    """The version of the holiday data, which is part of a plan."""
    from holidays.version import __version__ as version

    return version


def holidays_in(region: str, years: Iterable[int]) -> Mapping[dt.date, str]:
    """The public holidays of a known region in these years, with English names where the package has them.

    A day kept in lieu counts in the year it lies in: 31 December 2021 was the holiday of New Year's Day 2022
    in the US.
    """
    wanted = frozenset(years)
    asked = {near for year in wanted for near in (year - 1, year, year + 1)}
    found = {day: name for year in sorted(asked) for day, name in _populated(region, year).days}
    return {day: name for day, name in sorted(found.items()) if day.year in wanted}


def check_regions(
    calendar: Calendar, first: dt.date, last: dt.date, severity: Severity
) -> tuple[Diagnostic, ...]:
    """Find unknown regions (SLA301), and years of the days first to last with unknown holidays (SLA302).

    Of the second, `severity` says how much it weighs: a warning for a term that runs that far, an error for
    days that are measured.
    """
    found = (
        _check_region(region, span, range(max(first, since or first).year, last.year + 1), severity)
        for region, since, span in ((dated.value, dated.since, dated.span) for dated in calendar.regions)
    )
    return tuple(finding for findings in found for finding in findings)


def check_removed(calendar: Calendar) -> Iterator[Diagnostic]:
    """Find dates that are said to be no holiday and are none in any region of the calendar (SLA304)."""
    regions = [dated.value for dated in calendar.regions if _is_known(dated.value)]
    for removed in calendar.removed:
        year = range(removed.day.year, removed.day.year + 1)
        if len(regions) == len(calendar.regions) and not any(
            removed.day in holidays_in(region, year) for region in regions
        ):
            yield Diagnostic(
                "SLA304",
                Severity.WARNING,
                f"{removed.day} is no holiday here anyway",
                removed.span,
                help="check the date, or leave the line out",
                clause=f"calendar {calendar.name}",
            )


def check_whole(calendar: Calendar, year: int) -> Iterator[Diagnostic]:
    """Hint at regions that are a whole country of which every part has other holidays (SLA305).

    What is known of such a country alone are the days that its parts share, such as those of the United Kingdom.
    """
    for dated in calendar.regions:
        since = year if dated.since is None else max(year, dated.since.year)
        parts = _parts(dated.value)
        whole = set(holidays_in(dated.value, (since,))) if parts else set()
        if parts and not any(set(holidays_in(part, (since,))) == whole for part in parts):
            shown = ", ".join(f"`{part}`" for part in parts[:3])
            yield Diagnostic(
                "SLA305",
                Severity.HINT,
                f"every part of `{dated.value}` has other public holidays than these, which all parts share",
                dated.span,
                help=f"name the part, such as {shown}, or keep it if the shared ones are meant",
                clause=f"calendar {calendar.name}",
            )


def _parts(region: str) -> tuple[str, ...]:
    """The parts of a country, as regions; none of what is a part itself, a market, or not known."""
    import holidays

    if not _is_known(region) or region not in _countries():
        return ()
    country = holidays.country_holidays(region).country  # `UK` is another name of `GB`
    parts = holidays.list_supported_countries(include_aliases=False).get(country, ())
    return tuple(f"{country}-{part}" for part in parts if part.isalnum())


@frozen
class _Year:
    """The holidays of a region in a year, and whether the package says that it has them all.

    `hindu` tells that some of them may come from the package's tables of the Hindu calendar.
    """

    days: tuple[tuple[dt.date, str], ...]
    complete: bool
    hindu: bool

    @property
    def names(self) -> frozenset[str]:
        named = "; ".join(name for _, name in self.days)
        return frozenset(re.sub(r" \([^)]*\)", "", named).split("; "))


def _check_region(region: str, span: Span, years: range, severity: Severity) -> Iterator[Diagnostic]:
    if not _is_known(region):
        yield _unknown_region(region, span)
        return
    unknown = [year for year in years if not _is_complete(region, year)]
    if unknown:
        yield _unknown_years(region, unknown, span, severity)


def _unknown_region(region: str, span: Span) -> Diagnostic:
    named = _NAMED.get(region.lower())
    near = [named] if named else get_close_matches(region.upper(), _like(region.upper()), n=1)
    hint = "write a country such as `US` or a part of one such as `GB-ENG`"
    if region.lower() in _NO_REGIONS:
        hint = "write the region, as in `holidays GB-ENG`, or take the line out if public holidays are worked"
    elif near:
        hint = f"did you mean `{near[0]}`?"
    return Diagnostic(
        "SLA301", Severity.ERROR, f"there are no public holidays for the region `{region}`", span, help=hint
    )


_NAMED = {"england": "GB-ENG", "scotland": "GB-SCT", "wales": "GB-WLS", "britain": "GB", "america": "US"}
_NO_REGIONS = frozenset({"closed", "off", "none", "no", "yes", "excluded", "bank", "public", "national"})


def _unknown_years(region: str, years: list[int], span: Span, severity: Severity) -> Diagnostic:
    which = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    return Diagnostic(
        "SLA302",
        severity,
        f"the public holidays of `{region}` are not all known for {which}",
        span,
        help=f"holidays {holidays_version()} does not have them; those days would count as working days",
    )


def _is_complete(region: str, year: int) -> bool:
    """Whether all holidays of a year are known: the package tells by a range of years and by a warning.

    That its tables of the Hindu calendar end it tells for India alone, though others draw on them too
    (Diwali in Mauritius): where a year has lost a holiday that the tables' last year had, it is not
    complete either.
    """
    known = _populated(region, year)
    if not known.complete or not known.hindu or _populated("IN", year).complete:
        return known.complete
    last = next((before for before in range(year, 2000, -1) if _populated("IN", before).complete), year)
    return _populated(region, last).names <= known.names


@cache
def _populated(region: str, year: int) -> _Year:
    from holidays.groups.hindu import HinduCalendarHolidays

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        table = _table(region, year)
    warned = any(warning.category is UserWarning for warning in caught)
    in_range = table.start_year <= year <= table.end_year
    hindu = isinstance(table, HinduCalendarHolidays)
    return _Year(tuple(sorted(table.items())), complete=in_range and not warned, hindu=hindu)


def _table(region: str, year: int | None = None) -> holidays.HolidayBase:
    """Give the package's own table of a region; raises NotImplementedError for a region it does not have."""
    import holidays

    country, _, subdivision = region.partition("-")
    if country in _countries():
        with _one_by_one("holidays.countries"):
            bare = holidays.country_holidays(country, subdiv=subdivision or None)
            return holidays.country_holidays(
                country, subdiv=subdivision or None, years=year, language=_language(bare)
            )
    with _one_by_one("holidays.financial"):
        bare = holidays.financial_holidays(region)
        return holidays.financial_holidays(region, years=year, language=_language(bare))


@contextmanager
def _one_by_one(package: str) -> Iterator[None]:
    """Meanwhile a module of a package is imported without the package's own code, which here imports all the others."""
    if package in sys.modules:
        yield
        return
    found = find_spec(package)
    assert found is not None, "it is a part of the package of holidays"
    sys.modules[package] = module_from_spec(found)
    try:
        yield
    finally:
        del sys.modules[package]


def _language(table: holidays.HolidayBase) -> str | None:
    """Name the language explicitly, since the package takes it from the machine's locale otherwise."""
    return "en_US" if "en_US" in table.supported_languages else table.default_language


def _is_known(region: str) -> bool:
    try:
        _table(region)
    except NotImplementedError:
        return False
    return True


@cache
def _countries() -> frozenset[str]:
    # `list_supported_countries` would load the holidays of all of them.
    from holidays.registry import EntityLoader

    return frozenset(EntityLoader.get_country_codes())


def _like(region: str) -> list[str]:
    """The regions worth suggesting; not all countries, since most codes of two letters are alike."""
    import holidays

    countries = holidays.list_supported_countries(include_aliases=False)
    country = region.partition("-")[0]
    if country in countries:
        return [country, *(f"{country}-{part}" for part in countries[country])]
    return list(holidays.list_supported_financial()) if len(region) > 2 else []
