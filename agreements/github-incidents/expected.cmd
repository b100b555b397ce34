sladsl run agreement.sla --records incident=data/incident.csv --out expected/statement.txt
