sladsl check agreement.sla
sladsl test agreement.sla
sladsl run agreement.sla --records ticket=ticket.csv --records supplier=supplier.csv
sladsl compile agreement.sla
sladsl render agreement.sla --to md
