sladsl run agreement.sla --records ticket=data/ticket.csv --period 2026-Q3 --out expected/statement.txt
sladsl run agreement.sla --records ticket=data/ticket.csv --period 2026-07 --format json --out expected/statement.json
sladsl run agreement.sla --records ticket=data/ticket.csv --as-of "2026-12-15 09:00" --period 2026-12 --out expected/statement-so-far.txt
sladsl render agreement.sla --to html --out expected/agreement.html
sladsl render agreement.sla --to md --out expected/agreement.md
