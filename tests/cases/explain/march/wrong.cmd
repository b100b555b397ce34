sladsl explain agreement.sla --records ticket=ticket.csv --records wait=wait.csv --records outage=outage.csv --records maintenance=maintenance.csv
sladsl explain agreement.sla --records ticket=ticket.csv --records wait=wait.csv --records outage=outage.csv --records maintenance=maintenance.csv --period 2026-03 --level Closed
sladsl explain agreement.sla --records ticket=ticket.csv --records wait=wait.csv --records outage=outage.csv --records maintenance=maintenance.csv --period 2026-03-05 --level Closing
sladsl explain agreement.sla --records ticket=ticket.csv --records wait=wait.csv --records outage=outage.csv --records maintenance=maintenance.csv --record T99
sladsl explain agreement.sla --period 2026-03
