sladsl check agreement.sla
sladsl run agreement.sla --records r=r.csv --period 2026-Q1
