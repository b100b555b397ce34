sladsl test agreement.sla
sladsl run agreement.sla --records site=site.csv --records outage=outage.csv --records maintenance=maintenance.csv --records works=works.csv --records waiver=waiver.csv --records ticket=ticket.csv
sladsl run agreement.sla --records site=site.csv --records outage=outage.csv --records maintenance=maintenance.csv --records works=works.csv --records waiver=waiver.csv --records ticket=ticket.csv --period 2026-04 --format csv
sladsl due agreement.sla --records site=site.csv --records outage=outage.csv --records maintenance=maintenance.csv --records works=works.csv --records waiver=waiver.csv --records ticket=ticket.csv --level Answer --period 2026-03
sladsl compile agreement.sla
sladsl explain agreement.sla --records site=site.csv --records outage=outage.csv --records maintenance=maintenance.csv --records works=works.csv --records waiver=waiver.csv --records ticket=ticket.csv --period 2026-03 --level Answer
sladsl explain agreement.sla --records site=site.csv --records outage=outage.csv --records maintenance=maintenance.csv --records works=works.csv --records waiver=waiver.csv --records ticket=ticket.csv --record 2 --level Answer
