sladsl check agreement.sla
sladsl test agreement.sla
sladsl compile agreement.sla
sladsl run agreement.sla --records supplier=supplier.csv --records invoice=invoice.csv --records hold=hold.csv --period 2026-02
sladsl run agreement.sla --records supplier=supplier.csv --records invoice=invoice.csv --records hold=hold.csv --period 2026-03
sladsl explain agreement.sla --records supplier=supplier.csv --records invoice=invoice.csv --records hold=hold.csv --record 2 --level Turnaround
sladsl explain agreement.sla --records supplier=supplier.csv --records invoice=invoice.csv --records hold=hold.csv --period 2026-03 --level Turnaround
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
