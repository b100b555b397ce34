sladsl render agreement.sla --out agreement.sla
sladsl run agreement.sla --records invoice=invoice.csv --records hold=hold.csv --out invoice.csv
sladsl run agreement.sla --records invoice=invoice.csv --records hold=hold.csv --out x.csv --quarantine x.csv
sladsl compile agreement.sla --out nowhere/plan.txt
sladsl run agreement.sla --records invoice=invoice.csv --records hold=hold.csv --as-of 2020-01-01
sladsl render agreement.sla --to html --out agreement.md
sladsl render agreement.sla --out agreement.pdf
