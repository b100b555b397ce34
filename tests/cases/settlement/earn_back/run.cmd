sladsl check agreement.sla
sladsl compile agreement.sla
sladsl test agreement.sla
sladsl run agreement.sla --records report=report.csv --period 2026-02
sladsl run agreement.sla --records report=report.csv --period 2026-05
sladsl run agreement.sla --records report=report.csv --period 2026-06
sladsl run agreement.sla --records report=report.csv --period 2026-07
sladsl run agreement.sla --records report=report.csv --period 2026-09
sladsl run agreement.sla --records report=report.csv --period 2026-12
sladsl run agreement.sla --records report=report.csv --format csv
sladsl run agreement.sla --records report=report.csv --period 2026-09 --format json
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
