sladsl test desk.sla
sladsl run desk.sla --records query=query.csv --records choice=choice.csv
sladsl explain desk.sla --records query=query.csv --records choice=choice.csv --period 2026-03 --level Answers
sladsl show desk.sla --on 2026-06-01
sladsl render desk.sla --to md --out desk.md
cat desk.md
