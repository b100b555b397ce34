sladsl run agreement.sla --records invoice=many.csv --records hold=many_holds.csv --period 2026-01 --quarantine aside/rows.csv
cat aside/rows.csv
