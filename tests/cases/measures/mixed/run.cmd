sladsl check agreement.sla
sladsl run agreement.sla --records job=job.csv --period 2026-03 --as-of "2026-03-04 12:00"
sladsl explain agreement.sla --records job=job.csv --period 2026-03 --as-of "2026-03-04 12:00" --record 1
