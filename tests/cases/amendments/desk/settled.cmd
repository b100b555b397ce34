sladsl check agreement.sla
sladsl test agreement.sla
sladsl run agreement.sla --records query=query.csv --period 2026-06
sladsl run agreement.sla --records query=query.csv --period 2026-07
sladsl run agreement.sla --records query=query.csv --period 2026-08
sladsl explain agreement.sla --records query=query.csv --period 2026-07 --level Prompt
sladsl due agreement.sla --records query=query.csv --period 2026-07 --level Prompt
