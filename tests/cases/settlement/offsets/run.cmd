sladsl check agreement.sla
sladsl compile agreement.sla
sladsl test agreement.sla
sladsl run agreement.sla --records report=report.csv --period 2026-03
sladsl run agreement.sla --records report=report.csv --period 2026-05
sladsl run agreement.sla --records report=report.csv --period 2026-07
sladsl run agreement.sla --records report=report.csv --period 2026-05 --format json
sladsl explain agreement.sla --records report=report.csv --period 2026-05
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
