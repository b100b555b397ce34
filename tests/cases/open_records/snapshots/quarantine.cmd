sladsl run agreement.sla --records invoice=faulty.csv
sladsl run agreement.sla --records invoice=faulty.csv --quarantine aside.csv
cat aside.csv
