sladsl run agreement.sla --records invoice=invoice.csv --records hold=hold.csv --period 2026-01 --memory-limit 400MB --format csv
sladsl run agreement.sla --records invoice=invoice.csv --records hold=hold.csv --period 2026-01 --memory-limit much
sladsl run agreement.sla --records invoice=invoice.csv --records hold=hold.csv --memory-limit 1GB --engine spark
