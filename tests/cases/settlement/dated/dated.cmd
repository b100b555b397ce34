sladsl test desk.sla risk.sla
sladsl compile desk.sla
sladsl run risk.sla --records query=query.csv --records claim=claim.csv --period 2026-04
sladsl show desk.sla --on 2026-04-01
sladsl show risk.sla --on 2026-05-01
sladsl diff desk.sla later.sla
sladsl render risk.sla --to md --out risk.md
cat risk.md
