sladsl due night.sla --records query=query.csv --as-of 2026-02-28 --format csv
