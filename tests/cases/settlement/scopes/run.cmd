sladsl check agreement.sla
sladsl compile agreement.sla
sladsl test -v agreement.sla
sladsl run agreement.sla --records report=report.csv --period 2026-01
sladsl render agreement.sla --out agreement.md
cat agreement.md
