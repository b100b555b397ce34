sladsl run unknown/agreement.sla
sladsl run unknown_run/agreement.sla
sladsl run choice/agreement.sla
sladsl run type/agreement.sla
sladsl run broken/agreement.sla
sladsl run table/agreement.sla
sladsl run percent/agreement.sla
sladsl run missing/agreement.sla
sladsl run nothing/agreement.sla
sladsl diff nothing/agreement.sla nothing/agreement.sla --period 2026-01
