sladsl explain agreement.sla --records ticket=ticket.csv --records outage=outage.csv --period 2026-03 --most 2
sladsl explain agreement.sla --records ticket=ticket.csv --records outage=outage.csv --period 2026-04 --most 1
sladsl explain agreement.sla --records ticket=ticket.csv --records outage=outage.csv --period 2026-03 --level Answers --most 0
sladsl explain agreement.sla --records ticket=ticket.csv --records outage=outage.csv --record T1 --level Answers
sladsl explain agreement.sla --records ticket=ticket.csv --records outage=outage.csv --record T3 --level Repair
sladsl explain agreement.sla --records ticket=ticket.csv --records outage=outage.csv --record T4 --level Answers
sladsl explain agreement.sla --records ticket=ticket.csv --records outage=outage.csv --record T5 --level Visits
sladsl explain agreement.sla --records ticket=ticket.csv --records outage=outage.csv --record T7 --level Repair
sladsl explain agreement.sla --records ticket=ticket.csv --records outage=outage.csv --record T7 --level Sizes
sladsl explain agreement.sla --records ticket=ticket.csv --records outage=outage.csv --record O2 --level Longest
sladsl explain agreement.sla --records ticket=ticket.csv --records outage=outage.csv --record O3 --level Down
sladsl explain agreement.sla --records ticket=ticket.csv --records outage=outage.csv --period 2026-03-10
sladsl explain agreement.sla --records ticket=ticket.csv --records outage=outage.csv --period 2026-06
sladsl explain plain.sla --records ticket=ticket.csv --records update=update.csv --period 2026-03 --level Updates
sladsl explain plain.sla --records ticket=ticket.csv --records update=update.csv --period 2026-03 --level Answers
sladsl explain plain.sla --records ticket=ticket.csv --records update=update.csv --period 2026-03-10
sladsl explain plain.sla --records ticket=ticket.csv --records update=update.csv --record U1
sladsl explain plain.sla --records ticket=ticket.csv --records update=update.csv --record U3
