sladsl test counted_as_missed.sla
sladsl test carried.sla
sladsl check carried.sla
sladsl run carried.sla --records report=report.csv --period 2026-02
sladsl run unmeasured.sla --records ticket=ticket.csv --period 2026-Q1 --format csv
sladsl run unmeasured.sla --records ticket=ticket.csv --period 2026-04 --format csv
sladsl run exceeded.sla --records ticket=tickets.csv --period 2026-02
