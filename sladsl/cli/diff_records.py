"""What `sladsl diff` measures: the records of both versions, and what settings say of them."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sladsl import pipeline
from sladsl.cli import options
from sladsl.cli.exits import BAD_DATA
from sladsl.cli.output import progress, show_findings
from sladsl.cli.settings import settings_beside
from sladsl.measurement.how import Engine, How
from sladsl.values import frozen

if TYPE_CHECKING:
    from sladsl.comparison.money import MoneyComparison
    from sladsl.measurement.records.quarantine import QuarantinedRow

Pairing = tuple[pipeline.Agreement, pipeline.Agreement]


@frozen
class ComparisonRecords:
    """The records that both versions are measured by, and how."""

    records: Mapping[str, list[Path]]
    period: str | None
    as_of: str | None
    quarantine: Path | None
    engine: Engine


def asked_for(
    sides: Sequence[str],
    records: Mapping[str, list[Path]],
    how: tuple[str | None, str | None, Path | None],
    engine: options.EngineOptions,
) -> ComparisonRecords | None:
    """What is to be measured; None where no records are asked for.

    `how` are the period, the instant and where bad rows go. What is left out is taken from the settings of the first of
    the sides that has any.
    """
    period, as_of, quarantine = how
    if not records and not any(how):
        options.engine_of(engine, {})
        return None
    settings = settings_beside(Path(side) for side in sides if Path(side).is_file())
    records = {**settings.records, **records}
    if not records:
        raise click.UsageError(
            "--period, --as-of and --quarantine say how --records are measured, and there are none"
        )
    told = settings.run
    measured_by = options.engine_of(engine, told)
    return ComparisonRecords(
        records, period or told.get("period"), as_of or told.get("as-of"), quarantine, measured_by
    )


def money(pair: Pairing, asked: ComparisonRecords) -> tuple[MoneyComparison, tuple[QuarantinedRow, ...]]:
    """The money under both versions, and the rows that either has set aside; exits where records have errors."""
    known = {records.name for each in pair for records in each.plan.records}
    unknown = sorted(set(asked.records) - known)
    if unknown:
        raise click.UsageError(
            f"neither version has records `{unknown[0]}`; they have {', '.join(sorted(known))}"
        )
    others = pipeline.other_records(*pair)
    old, new = (_run(each, asked, others) for each in pair)
    return pipeline.compare_money(old, new), (*old.quarantined, *new.quarantined)


def _run(agreement: pipeline.Agreement, asked: ComparisonRecords, others: Mapping[str, str]) -> pipeline.Run:
    """One version measured; of the records, by those that it declares, under whichever name they are given."""
    from sladsl.measurement.engines.engine import EngineMissingError

    declared = {records.name for records in agreement.plan.records}
    names = {name: name if name in declared else others.get(name, "") for name in asked.records}
    say = progress()
    try:
        run = pipeline.run(
            agreement,
            {names[name]: files for name, files in asked.records.items() if names[name] in declared},
            options.request(agreement, asked.period, asked.as_of),
            How(asked.engine, asked.quarantine is not None, say),
        )
    except EngineMissingError as error:
        raise click.UsageError(str(error)) from error
    say("")
    show_findings(run.diagnostics, {each.name: each for each in agreement.sources}, err=True)
    if run.statement is None:
        sys.exit(BAD_DATA)
    return run
