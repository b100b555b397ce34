"""Values of dimensions that records hold before an amendment, and that levels are measured for after it, too."""

from __future__ import annotations

from collections.abc import Mapping

from sladsl.planning.plan import Field

OpenSeries = tuple[str, tuple[Field, ...], tuple[tuple[str, ...] | None, ...]]
"""A level, the fields of its dimensions, and the members of a series of which some are found in the records."""

Held = Mapping[OpenSeries, frozenset[tuple[str, ...]]]
"""The values found, of the dimensions that have no members."""
