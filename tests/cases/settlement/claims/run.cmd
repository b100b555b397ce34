sladsl check agreement.sla two_months.sla
sladsl test -v agreement.sla two_months.sla
sladsl run agreement.sla --records report=report.csv --records claim=claim.csv --period 2026-01
sladsl run agreement.sla --records report=report.csv --records claim=claim.csv --period 2026-02
sladsl run agreement.sla --records report=report.csv --records claim=claim.csv --period 2026-03
sladsl compile two_months.sla
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
sladsl run weekly.sla --records report=weekly.csv --records claim=weekly_claims.csv --period 2026-01
sladsl run weekly.sla --records report=weekly.csv --records claim=weekly_claims.csv --period 2026-02
sladsl run agreement.sla --records report=report.csv --records claim=claim.csv --period 2026-02 --format csv
sladsl render windows.sla --to md --out windows.md
cat windows.md
