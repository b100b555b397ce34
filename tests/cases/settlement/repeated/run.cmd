sladsl check agreement.sla
sladsl compile agreement.sla
sladsl run agreement.sla --records report=report.csv --period 2026-11
sladsl run agreement.sla --records report=report.csv --period 2027-02
sladsl run agreement.sla --records report=report.csv --period 2027-03
sladsl run agreement.sla --records report=report.csv --period 2027-04
sladsl run agreement.sla --records report=report.csv --period 2026-11 --format json
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
