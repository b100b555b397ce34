sladsl run agreement.sla --records invoices=invoice.csv
sladsl run agreement.sla --records invoice
sladsl run agreement.sla --records invoice=invoice.csv --records hold=hold.csv --period 2026-01 --as-of yesterday
sladsl run agreement.sla --records invoice=invoice.csv --records hold=hold.csv --period 2026-13
sladsl run agreement.sla --records invoice=invoice.csv --records hold=hold.csv --period 2030
sladsl run agreement.sla --records invoice=invoice.csv --records hodl=hold.csv
