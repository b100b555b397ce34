sladsl run agreement.sla --records traffic=traffic.csv --period 2026-03-02
sladsl test agreement.sla
sladsl compile agreement.sla
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
