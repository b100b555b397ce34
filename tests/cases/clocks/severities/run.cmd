sladsl test agreement.sla
sladsl run agreement.sla --records ticket=ticket.csv --records change=change.csv --as-of "2026-04-01"
sladsl run agreement.sla --records ticket=ticket.csv --records change=change.csv --as-of "2026-03-02 11:59" --format csv
sladsl run agreement.sla --records ticket=ticket.csv --records change=at_once.csv --period 2026-03
sladsl run agreement.sla --records ticket=ticket.csv --period 2026-03
sladsl compile agreement.sla
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
