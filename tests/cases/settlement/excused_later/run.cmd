sladsl run agreement.sla --records report=report.csv --period 2026
