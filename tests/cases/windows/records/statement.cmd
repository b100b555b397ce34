sladsl run agreement.sla --records incident=incidents.csv
sladsl run agreement.sla --records incident=incidents.csv --period 2026-01 --format csv
sladsl run agreement.sla --records incident=incidents.csv --period 2026-02 --format json
sladsl test agreement.sla
sladsl compile agreement.sla
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
sladsl explain agreement.sla --records incident=incidents.csv --period 2026-01 --level Solved --most 0
sladsl run agreement.sla --records incident=incidents.csv --period 2026-01 --as-of "2026-01-07 12:00"
