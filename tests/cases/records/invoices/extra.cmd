sladsl run agreement.sla --records invoice=extra.jsonl --records hold=hold.csv
