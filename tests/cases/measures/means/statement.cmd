sladsl run agreement.sla --records call=calls.csv
sladsl test agreement.sla
sladsl compile agreement.sla
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
