sladsl run agreement.sla --records batch=batches.csv --period 2026
sladsl run agreement.sla --records batch=batches.csv --period 2026-01 --format csv
sladsl run agreement.sla --records batch=batches.csv --period 2026-03 --format json --out statement.json
cat statement.json
sladsl test agreement.sla
sladsl compile agreement.sla
