sladsl run
sladsl run agreement.sla --records invoice=invoice.csv
sladsl test agreement.sla --verbose
