sladsl run agreement.sla --records batch=batch.csv --period 2026-Q1
