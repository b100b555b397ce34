sladsl test agreement.sla
sladsl compile agreement.sla
sladsl run agreement.sla --records query=query.csv --period 2026-04
sladsl run agreement.sla --records query=query.csv --period 2026-04 --format csv
sladsl run agreement.sla --records query=query.csv --period 2026-04 --format json
sladsl explain agreement.sla --records query=query.csv --period 2026-03
sladsl diff agreement.sla later.sla
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
