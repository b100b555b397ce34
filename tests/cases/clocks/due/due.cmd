sladsl due agreement.sla --records invoice=invoice.csv --records hold=hold.csv --as-of "2026-03-06 12:00"
sladsl due agreement.sla --records invoice=invoice.csv --records hold=hold.csv --as-of "2026-03-10 10:31" --level Turnaround --most 4
sladsl due agreement.sla --records invoice=invoice.csv --records hold=hold.csv --as-of "2026-03-10 10:31" --level Turnaround --most 1 --format json
sladsl due agreement.sla --records invoice=invoice.csv --records hold=hold.csv --as-of "2026-03-10 10:31" --level Turnaround --format csv
sladsl due agreement.sla --records invoice=invoice.csv --records hold=hold.csv --period 2026-04
sladsl due agreement.sla --records invoice=invoice.csv --records hold=hold.csv --level Turnarund
sladsl due agreement.sla --records invoice=invoice.csv --level OpenTime
sladsl due ledgers.sla --records ledger=ledger.csv --records mail=mail.csv --as-of "2026-04-07 18:00" --level Closed
