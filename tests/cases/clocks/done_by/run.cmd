sladsl run agreement.sla --records ledger=ledger.csv --records mail=mail.csv --as-of "2026-04-07 18:00"
sladsl compile agreement.sla
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
