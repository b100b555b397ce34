sladsl compile agreement.sla
sladsl test agreement.sla
sladsl run agreement.sla --records invoice=invoice.csv --as-of 2026-05-15
sladsl render agreement.sla --to md
