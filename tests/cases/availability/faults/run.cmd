sladsl run agreement.sla --records probe=probe.csv --records traffic=traffic.csv --records outage=outage.csv --period 2026-10-24
sladsl run agreement.sla --records probe=probe.csv --records traffic=traffic.csv --records outage=outage.csv --period 2026-W43 --quarantine aside.csv
cat aside.csv
