sladsl run agreement.sla --records invoice=many.csv --records hold=many_holds.csv --period 2026-01 --quarantine set_aside.csv
cat set_aside.csv
