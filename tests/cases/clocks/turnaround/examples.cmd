sladsl check examples.sla
sladsl test examples.sla
sladsl run examples.sla --records invoice=invoice.csv --period 2026-03
