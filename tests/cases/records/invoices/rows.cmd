sladsl run agreement.sla --records invoice=ragged.csv --records hold=hold.csv
sladsl run agreement.sla --records invoice=quote.csv --records hold=hold.csv
sladsl run agreement.sla --records invoice=latin1.csv --records hold=hold.csv
sladsl run agreement.sla --records invoice=nested.jsonl --records hold=hold.csv
