sladsl test agreement.sla
sladsl compile agreement.sla
sladsl show agreement.sla --on 2026-05-01
sladsl show agreement.sla --on 2026-02-01
sladsl diff agreement.sla later.sla
