sladsl test agreement.sla
sladsl run agreement.sla --records ticket=ticket.csv
sladsl run agreement.sla --records ticket=ticket.csv --period 2026-01
sladsl explain agreement.sla --records ticket=ticket.csv --period 2026-02 --level Q
