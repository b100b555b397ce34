sladsl run agreement.sla --records call=call.csv --records update=update.csv --records hold=hold.csv --records stop=stop.csv --period 2026-Q1
