sladsl test -v agreement.sla
sladsl run agreement.sla --records incident=incident.csv --records change=change.csv --quarantine aside.csv
