sladsl run agreement.sla --records invoice=data/invoice.csv --records supplier_query=data/supplier_query.csv --period 2026 --out expected/statement.txt
sladsl run agreement.sla --records invoice=data/invoice.csv --records supplier_query=data/supplier_query.csv --period 2026-Q2 --format json --out expected/statement.json
sladsl run agreement.sla --records invoice=data/invoice.csv --records supplier_query=data/supplier_query.csv --period 2026-07 --format csv --out expected/statement.csv
sladsl render agreement.sla --to html --out expected/agreement.html
sladsl render agreement.sla --to md --out expected/agreement.md
sladsl run amendment-1.sla --records invoice=data/invoice.csv --records supplier_query=data/supplier_query.csv --period 2026-07 --out expected/amended-statement.txt
sladsl render amendment-1.sla --amendment First --to md --out expected/amendment-1.md
