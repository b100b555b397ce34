sladsl test -v agreement.sla
sladsl test wrong.sla --update
cat wrong.sla
sladsl run agreement.sla --records ticket=ticket.csv --records outage=outage.csv --records claim=claim.csv
