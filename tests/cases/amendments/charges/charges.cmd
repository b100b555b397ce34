sladsl test agreement.sla
sladsl explain agreement.sla --records visit=visit.csv --records line=line.csv --period 2026-Q3 --level Monthly
