sladsl check agreement.sla
sladsl run agreement.sla --records report=report.csv --records choice=choice.csv --period 2026-04
sladsl run agreement.sla --records report=report.csv --records choice=choice.csv --period 2026-05
sladsl run agreement.sla --records report=report.csv --records choice=choice.csv --period 2026-07
