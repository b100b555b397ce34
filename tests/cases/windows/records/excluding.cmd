sladsl run excluding.sla --records incident=incidents.csv --records fault=faults.csv --period 2026-01
sladsl run excluding.sla --records incident=incidents.csv --records fault=faults.csv --period 2026-02
