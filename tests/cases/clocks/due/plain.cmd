sladsl due plain.sla --records job=job.csv --records hold=held.csv --as-of "2026-03-02 12:30"
sladsl due plain.sla --records job=job.csv --records hold=held.csv --as-of "2026-03-02 16:30"
sladsl due plain.sla --records job=job.csv --records hold=held.csv --period 2026-02
sladsl due plain.sla --records job=divided.csv --records hold=held.csv --as-of "2026-03-02 16:30"
sladsl due plain.sla --records job=divided.csv --records hold=held.csv --as-of "2026-03-02 16:30" --quarantine aside.csv
