sladsl test -v agreement.sla
sladsl run agreement.sla --records incident=incident.csv --records change=change.csv --quarantine aside.csv
sladsl run agreement.sla --records incident=incident.csv --records change=change.csv --quarantine aside.csv --period 2026-01 --format json
