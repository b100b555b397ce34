sladsl check agreement.sla shared.sla
sladsl compile agreement.sla
sladsl test -v agreement.sla shared.sla
sladsl run agreement.sla --records report=report.csv --period 2026-03
sladsl run agreement.sla --records report=report.csv --period 2026-03 --format csv
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
