sladsl check agreement.sla
sladsl run agreement.sla --records outage=outage.csv --records tenant=tenant.csv --records maintenance=maintenance.csv --period 2026-03
sladsl run agreement.sla --records outage=outage.csv --records tenant=tenant.csv --records maintenance=maintenance.csv --as-of "2026-03-15 00:15"
sladsl run agreement.sla --records outage=outage.csv --records tenant=tenant.csv --records maintenance=maintenance.csv --period 2026-03 --format json --out statement.json
cat statement.json
sladsl run agreement.sla --records outage=outage.csv --records tenant=tenant.csv --records maintenance=maintenance.csv --period 2026-03 --format csv --out statement.csv
cat statement.csv
sladsl test agreement.sla
sladsl compile agreement.sla
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
