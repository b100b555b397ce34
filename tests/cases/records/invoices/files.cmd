sladsl run agreement.sla --records invoice=nosuch.csv --records invoice=empty.csv --records invoice=agreement.sla --records hold=hold.csv --period 2026-01
sladsl run agreement.sla --records invoice=wrong.parquet --records hold=hold.csv --period 2026-01
