sladsl check agreement.sla
sladsl test agreement.sla
sladsl compile agreement.sla
sladsl run agreement.sla --records outage=outage.csv --period 2026-04
sladsl run agreement.sla --records outage=outage.csv --period 2026-06
sladsl run agreement.sla --records outage=outage.csv --period 2026-06 --format json
sladsl explain agreement.sla --records outage=outage.csv --period 2026-06 --level Mail
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
