sladsl check agreement.sla
sladsl test -v agreement.sla
sladsl run agreement.sla --records account=account.csv --records invoice_line=invoice_line.csv --records request=request.csv --records probe=probe.csv --period 2026-02
sladsl run agreement.sla --records account=account.csv --records invoice_line=invoice_line.csv --records request=request.csv --records probe=probe.csv --period 2026-03
sladsl compile agreement.sla
sladsl render agreement.sla --to md --out agreement.md
