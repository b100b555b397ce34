sladsl run agreement.sla --records task=task.csv --records pause=pause.csv --period 2026-03 --format csv
