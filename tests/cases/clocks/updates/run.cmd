sladsl run agreement.sla --records ticket=ticket.csv --records update=update.csv --records wait=wait.csv --as-of "2026-04-01"
sladsl run agreement.sla --records ticket=ticket.csv --records update=update.csv --records wait=wait.csv --as-of "2026-03-02 15:31" --format csv
sladsl test agreement.sla
sladsl compile agreement.sla
