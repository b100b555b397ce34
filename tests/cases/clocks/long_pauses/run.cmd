sladsl run agreement.sla --records call=call.csv --records hold=hold.csv --period 2026-Q1
sladsl run agreement.sla --records call=call.csv --records hold=hold.csv --period 2026-02 --format json
