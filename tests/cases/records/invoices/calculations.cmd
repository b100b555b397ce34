sladsl run agreement.sla --records invoice=zero.csv --records hold=hold.csv
sladsl run agreement.sla --records invoice=huge.csv --records hold=hold.csv
sladsl run agreement.sla --records invoice=long.csv --records hold=hold.csv
