sladsl run agreement.sla --records call=calls.csv --period 2026-Q1
sladsl run agreement.sla --records call=calls.csv --period 2026-Q2
sladsl run agreement.sla --records call=calls.csv --period 2026-02 --format csv
sladsl test agreement.sla
sladsl compile agreement.sla
