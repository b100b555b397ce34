sladsl run agreement.sla --records probe=probe.csv --records outage=outage.csv --records traffic=traffic.csv --records ticket=ticket.csv --records note=no_note.csv --period 2026-01
sladsl run agreement.sla --records probe=probe.csv --records outage=outage.csv --records traffic=traffic.csv --records ticket=some.csv --records note=no_note.csv --period 2026-01
sladsl due agreement.sla --records probe=probe.csv --records outage=outage.csv --records traffic=traffic.csv --records ticket=some.csv --records note=no_note.csv --period 2026-01
sladsl run agreement.sla --records probe=probe.csv --records outage=outage.csv --records traffic=traffic.csv --records ticket=some.csv --records note=note.csv --period 2026-01
