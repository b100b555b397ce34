sladsl check agreement.sla
sladsl compile agreement.sla
sladsl test agreement.sla
sladsl fmt --check agreement.sla
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
sladsl run agreement.sla --records report=report.csv --period 2026-03
sladsl run agreement.sla --records report=report.csv --period 2026-03 --format json
sladsl render agreement.sla --to html --out agreement.html
