sladsl run agreement.sla --records probe=probe.csv --records works=works.csv --records ticket=ticket.csv --records waiver=waiver.csv
