sladsl check agreement.sla
sladsl compile agreement.sla
sladsl run agreement.sla --records score=score.csv --records incident=incident.csv --period 2026-04
sladsl run agreement.sla --records score=score.csv --records incident=incident.csv --period 2026-05
sladsl run agreement.sla --records score=score.csv --records incident=incident.csv --period 2026-08
sladsl run agreement.sla --records score=score.csv --records incident=incident.csv --format csv
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
