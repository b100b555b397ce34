sladsl run agreement.sla --records invoice=bom.csv --records hold=no_hold.csv --period 2026-01 --format csv
