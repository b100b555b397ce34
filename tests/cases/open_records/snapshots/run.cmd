sladsl check agreement.sla
sladsl test agreement.sla
sladsl run agreement.sla --records invoice=invoice.csv
sladsl run agreement.sla --records invoice=invoice.csv --as-of "2026-03-27 12:30"
sladsl run agreement.sla --records invoice=invoice.csv --as-of "2026-03-01 12:00"
sladsl run agreement.sla --records invoice=invoice.csv --format csv
sladsl compile agreement.sla
sladsl render agreement.sla --to md
