"""Measurement windows and settlement periods as half-open intervals of instants."""

from __future__ import annotations

from attrs import frozen

from sladsl.planning.plan import Unit


@frozen
class Window:
    """A measurement window: [start, end) in µs since the epoch, clipped to the term.

    `label` is the period as the language writes it ("2026-03", "2026-Q1", "2026-W14", "2026", "2026-03-14"). `partial`
    says that the term cuts it. `as_of` is the instant as of which its records are read.
    """

    unit: Unit
    label: str
    start: int
    end: int
    partial: bool
    as_of: int
