sladsl due agreement.sla --records invoice=doubtful.csv --records hold=hold.csv --as-of "2026-03-10 10:31" --level Turnaround
sladsl due agreement.sla --records invoice=doubtful.csv --records hold=hold.csv --as-of "2026-03-10 10:31" --level Turnaround --quarantine aside.csv
cat aside.csv
sladsl due agreement.sla --records invoice=doubtful.csv --records hold=hold.csv --as-of "2026-03-10 10:31" --level Turnaround --quarantine aside.csv --most 1 --format json
