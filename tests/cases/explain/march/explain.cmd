sladsl check agreement.sla
sladsl explain agreement.sla --records ticket=ticket.csv --records wait=wait.csv --records outage=outage.csv --records maintenance=maintenance.csv --period 2026-03
sladsl explain agreement.sla --records ticket=ticket.csv --records wait=wait.csv --records outage=outage.csv --records maintenance=maintenance.csv --period 2026-03 --level Closing --most 2
sladsl explain agreement.sla --records ticket=ticket.csv --records wait=wait.csv --records outage=outage.csv --records maintenance=maintenance.csv --record T2
sladsl explain agreement.sla --records ticket=ticket.csv --records wait=wait.csv --records outage=outage.csv --records maintenance=maintenance.csv --record T6 --level Closing
sladsl explain agreement.sla --records ticket=ticket.csv --records wait=wait.csv --records outage=outage.csv --records maintenance=maintenance.csv --record O1
sladsl explain agreement.sla --records ticket=ticket.csv --records wait=wait.csv --records outage=outage.csv --records maintenance=maintenance.csv --period 2026-03 --level Uptime --format json
