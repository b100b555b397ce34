sladsl compile agreement.sla
sladsl show agreement.sla --on 2026-06-30
sladsl show agreement.sla --on 2027-06-01
sladsl run agreement.sla --records query=query.csv --period 2026-08 --format json --out statement.json
