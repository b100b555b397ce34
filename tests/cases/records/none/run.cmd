sladsl run agreement.sla --records probe=probe.csv --records outage=outage.csv --records traffic=traffic.csv --records ticket=ticket.csv --period 2026-01
sladsl run agreement.sla --records probe=probe.csv --records outage=outage.csv --records traffic=traffic.csv --records ticket=some.csv --period 2026-01
