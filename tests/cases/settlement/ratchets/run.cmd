sladsl check agreement.sla
sladsl test agreement.sla
sladsl compile agreement.sla
sladsl run agreement.sla --records report=report.csv --records answer=answer.csv --period 2026-03
sladsl run agreement.sla --records report=report.csv --records answer=answer.csv --period 2026-09
sladsl run agreement.sla --records report=report.csv --records answer=answer.csv --period 2026-12
sladsl run agreement.sla --records report=report.csv --records answer=answer.csv --period 2026-03 --format json
sladsl explain agreement.sla --records report=report.csv --records answer=answer.csv --period 2026-06 --level Accuracy
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
