sladsl run agreement.sla --records call=calls.csv --quarantine aside.csv
sladsl run agreement.sla --records call=calls.csv --quarantine aside.csv --format json --period 2026-02
