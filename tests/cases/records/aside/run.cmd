sladsl run agreement.sla --records call=calls.csv --quarantine aside.csv
