sladsl run agreement.sla --records outage=outage.csv --records work=work.csv --period 2026-Q3
sladsl run agreement.sla --records outage=outage.csv --records work=work.csv --quarantine bad.csv
sladsl explain agreement.sla --records outage=sound.csv --records work=work.csv --record o1
