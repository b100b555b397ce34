sladsl check times.sla
sladsl run times.sla --records call=late.csv --period 2026-01
sladsl render times.sla --to md
