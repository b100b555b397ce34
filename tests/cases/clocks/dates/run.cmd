sladsl run agreement.sla --records bill=bill.csv --as-of "2026-03-31 17:31"
sladsl run agreement.sla --records bill=before.csv --period 2026-03
sladsl compile agreement.sla
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
