sladsl run agreement.sla --records invoice=columns.csv --records hold=hold.csv
sladsl run agreement.sla --records invoice=twice.csv --records hold=hold.csv
sladsl run agreement.sla --records invoice=list.parquet --records hold=hold.csv
sladsl run agreement.sla --records invoice=semicolons.csv --records hold=hold.csv
sladsl run agreement.sla --records invoice=utf16.csv --records hold=hold.csv --period 2026-01
sladsl run agreement.sla --records invoice=utf16.csv --records hold=hold.csv --period 2026-01 --period 2026-02
