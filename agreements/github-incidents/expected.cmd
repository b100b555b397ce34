sladsl run agreement.sla --records incident=data/incident.csv --records downtime=data/downtime.csv --period 2026-Q2 --out expected/statement.txt
sladsl run agreement.sla --records incident=data/incident.csv --records downtime=data/downtime.csv --format csv --out expected/statement.csv
