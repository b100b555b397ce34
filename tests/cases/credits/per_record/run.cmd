sladsl check agreement.sla
sladsl compile agreement.sla
sladsl run agreement.sla --records ticket=ticket.csv --records order=order.csv --records report=report.csv --period 2026-03
sladsl run agreement.sla --records ticket=ticket.csv --records order=order.csv --records report=report.csv --period 2026-01
sladsl run agreement.sla --records ticket=ticket.csv --records order=order.csv --records report=report.csv --period 2026-03 --format csv
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
sladsl explain agreement.sla --records ticket=ticket.csv --records order=order.csv --records report=report.csv --period 2026-03 --level Restoring --most 1
