sladsl run agreement.sla --records probe=probe.csv
