sladsl run agreement.sla --records part=parts.csv
sladsl run agreement.sla --records part=parts.csv --as-of "2026-05-10"
sladsl test agreement.sla
sladsl compile agreement.sla
