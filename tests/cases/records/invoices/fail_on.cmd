sladsl run agreement.sla --records invoice=invoice.csv --records hold=hold.csv --period 2026-01 --fail-on missed --format csv
sladsl run agreement.sla --records invoice=invoice.csv --records hold=hold.csv --fail-on below-expected --format csv --period 2026-02
