sladsl check agreement.sla
sladsl run agreement.sla --records query=query.csv
sladsl due agreement.sla --records query=query.csv
