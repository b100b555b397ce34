sladsl run agreement.sla --records report=report.csv --records choice=choice.csv --period 2026-02 --format json
