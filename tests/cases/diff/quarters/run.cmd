sladsl diff old.sla new.sla --records query=query.csv --period 2026
sladsl diff new.sla old.sla --records query=query.csv --period 2026-02
sladsl diff new.sla old.sla --records query=query.csv --period 2026-02 --format json
