sladsl run agreement.sla --records site=site.csv --records call=call.csv --records call=more.csv --quarantine aside.csv
sladsl run agreement.sla --records site=site.csv --records call=call.csv --records call=more.csv --quarantine aside.csv --format json
sladsl run forward.sla --records call=forward.csv --quarantine aside.csv
sladsl run forward.sla --records call=forward.csv --quarantine aside.csv --format json
