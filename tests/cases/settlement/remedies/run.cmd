sladsl check agreement.sla
sladsl compile agreement.sla
sladsl test agreement.sla
sladsl run agreement.sla --records report=report.csv --period 2026-02
sladsl run agreement.sla --records report=report.csv --period 2026-04
sladsl run agreement.sla --records report=report.csv --period 2026-06
sladsl run agreement.sla --records report=report.csv --period 2026-11
sladsl run agreement.sla --records report=report.csv --period 2026-12
sladsl run agreement.sla --records report=report.csv --period 2027-01
sladsl run agreement.sla --records report=report.csv --format csv
sladsl run agreement.sla --records report=report.csv --period 2026-11 --format json
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
