sladsl run agreement.sla --records invoice=invoice.csv --records hold=hold.csv --period 2026-01
