sladsl test agreement.sla
sladsl run agreement.sla --records query=query.csv --records choice=choice.csv
sladsl explain agreement.sla --records query=query.csv --records choice=choice.csv --period 2026-03 --level Answers
sladsl show agreement.sla --on 2026-06-01
sladsl show agreement.sla --on 2026-02-01
sladsl render agreement.sla --to md --out desk.md
cat desk.md
