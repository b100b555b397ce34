sladsl run agreement.sla --records invoice=invoice.csv --records hold=hold.csv --period 2026-03
sladsl run agreement.sla --records invoice=invoice.csv --records hold=hold.csv --as-of "2026-03-06 12:00"
sladsl compile agreement.sla
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
