sladsl check agreement.sla
sladsl run agreement.sla --records invoice=january.csv --period 2026-01 --ledger kept.db --out statement.txt
sladsl run agreement.sla --records invoice=january.csv --period 2026-01 --ledger kept.db --out statement.txt
sladsl run agreement.sla --records invoice=february.csv --period 2026-02 --ledger kept.db --out statement.txt
sladsl run agreement.sla --records invoice=january.csv --period 2026-01 --ledger kept.db --out statement.txt
sladsl run agreement.sla --records invoice=march.csv --period 2026-03 --ledger kept.db --out statement.txt
sladsl run agreement.sla --records invoice=again.csv --period 2026-03 --ledger kept.db --out statement.txt
sladsl run amended.sla --records invoice=march.csv --period 2026-04 --ledger kept.db --out statement.txt
sladsl ledger show kept.db
sladsl ledger show kept.db --format csv
sladsl ledger verify kept.db
