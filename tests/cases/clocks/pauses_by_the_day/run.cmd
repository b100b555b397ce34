sladsl check agreement.sla
sladsl run agreement.sla --records ticket=ticket.csv --records hold=hold.csv --period 2026-03
sladsl due agreement.sla --records ticket=ticket.csv --records hold=hold.csv --period 2026-03
sladsl explain agreement.sla --records ticket=ticket.csv --records hold=hold.csv --period 2026-03 --level Long --record 1
