sladsl test agreement.sla
sladsl run agreement.sla --records query=query.csv
sladsl explain agreement.sla --records query=query.csv --period 2026-07 --level Prompt
sladsl due agreement.sla --records query=query.csv --period 2026-07 --level Prompt
sladsl due agreement.sla --records query=query.csv --level Answers --most 2
