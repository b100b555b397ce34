sladsl run agreement.sla --records probe=probe.csv --records traffic=traffic.csv --period 2026-03-02
sladsl run agreement.sla --records probe=probe.csv --records traffic=traffic.csv --period 2026-03-03
sladsl run agreement.sla --records probe=probe.csv --records traffic=traffic.csv --period 2026-03-02 --as-of "2026-03-03 00:02"
sladsl run agreement.sla --records probe=with_bad.csv --records traffic=traffic.csv --period 2026-03-02 --quarantine bad.csv --format csv
