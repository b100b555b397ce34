sladsl run agreement.sla --records outage=outage.csv --period 2026-03
