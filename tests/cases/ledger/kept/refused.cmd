sladsl run open.sla --records invoice=january.csv --period 2026-01 --ledger open.db
sladsl run agreement.sla --records invoice=january.csv --ledger kept.db
sladsl run agreement.sla --records invoice=january.csv --period 2026-01 --as-of 2026-03-01 --ledger kept.db
sladsl run agreement.sla --records invoice=january.csv --period 2026-01 --ledger january.csv
sladsl run agreement.sla --records invoice=january.csv --period 2026-01 --ledger amended.sla
sladsl run agreement.sla --records invoice=january.csv --period 2026-01 --ledger kept.db --out statement.txt
sladsl run other.sla --records invoice=january.csv --period 2026-01 --ledger kept.db
sladsl ledger verify kept.db --head 000000000000
sqlite kept.db "DROP TRIGGER entries_are_not_changed; UPDATE entries SET entry = replace(entry, 'missed', 'met') || ' ' WHERE number = 2"
sladsl ledger verify kept.db
sladsl run agreement.sla --records invoice=february.csv --period 2026-02 --ledger kept.db
sqlite kept.db "DROP TRIGGER entries_are_not_deleted; DELETE FROM entries WHERE number = 1"
sladsl ledger show kept.db
sqlite other.db "CREATE TABLE entries (number INTEGER)"
sladsl ledger show other.db
