sladsl run agreement.sla --records incident=data/incident.csv --period 2026-Q2 --out expected/statement.txt
sladsl run agreement.sla --records incident=data/incident.csv --format csv --out expected/statement.csv
