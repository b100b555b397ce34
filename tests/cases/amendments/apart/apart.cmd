sladsl check .
sladsl run amendment-2.sla --records query=query.csv --period 2026-08
sladsl diff agreement.sla amendment-2.sla
sladsl show amendment-2.sla --on 2026-07-15
sladsl render amendment-2.sla --to md --on 2026-07-15
