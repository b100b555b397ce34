sladsl run sites.sla --records query=query.csv --period 2026-03
sladsl run sites.sla --records query=query.csv --period 2026-04
