sladsl run agreement.sla --records invoice=data/invoice.csv --records supplier_query=data/supplier_query.csv --period 2026 --out expected/statement.txt
sladsl run agreement.sla --records invoice=data/invoice.csv --records supplier_query=data/supplier_query.csv --period 2026-Q2 --format json --out expected/statement.json
sladsl run agreement.sla --records invoice=data/invoice.csv --records supplier_query=data/supplier_query.csv --period 2026-07 --format csv --out expected/statement.csv
sladsl render agreement.sla --to html --out expected/agreement.html
sladsl render agreement.sla --to md --out expected/agreement.md
