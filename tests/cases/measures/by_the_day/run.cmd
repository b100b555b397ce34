sladsl compile agreement.sla
sladsl run agreement.sla --records payment=payment.csv --records run=run.csv --records freeze=freeze.csv --period 2026-03 --as-of 2026-04-10
sladsl explain agreement.sla --records payment=payment.csv --records run=run.csv --records freeze=freeze.csv --period 2026-03 --level OnTime --record 2 --as-of 2026-04-10
