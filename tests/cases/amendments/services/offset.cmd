sladsl check offset.sla
sladsl run offset.sla --records report=report.csv --period 2026-02
sladsl run offset.sla --records report=report.csv --period 2026-03
sladsl run offset.sla --records report=report.csv --period 2026-05
