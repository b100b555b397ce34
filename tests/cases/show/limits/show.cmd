sladsl test agreement.sla
sladsl show agreement.sla --on 2026-09-01 --out september.sla
sladsl test september.sla
cat september.sla
sladsl show agreement.sla --on 2026-03-01 --out march.sla
sladsl test march.sla
