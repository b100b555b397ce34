sladsl run agreement.sla --records probe=probe.csv --records ping=ping.csv --records monitor=monitor.csv --period 2026-03
sladsl run agreement.sla --records probe=probe.csv --records ping=ping.csv --records monitor=monitor.csv --as-of "2026-03-28 11:20"
sladsl test agreement.sla
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
