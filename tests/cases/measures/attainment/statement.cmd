sladsl run agreement.sla --records call=calls.csv --period 2026-Q1
sladsl run agreement.sla --records call=calls.csv --period 2026-02 --as-of "2026-02-28 16:00"
sladsl run agreement.sla --records call=calls.csv --period 2026-01 --format csv
sladsl run agreement.sla --records call=calls.csv --period 2026-01 --format json --out statement.json
cat statement.json
sladsl test agreement.sla
sladsl compile agreement.sla
