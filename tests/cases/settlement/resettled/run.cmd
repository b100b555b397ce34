sladsl check agreement.sla
sladsl compile agreement.sla
sladsl run agreement.sla --records invoice=invoice.csv
sladsl run agreement.sla --records invoice=invoice.csv --format csv
sladsl run agreement.sla --records invoice=invoice.csv --period 2026-03 --format json
sladsl run agreement.sla --records invoice=invoice.csv --period 2026-02 --as-of "2026-04-30 12:00"
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
sladsl due agreement.sla --records invoice=invoice.csv --most 3
