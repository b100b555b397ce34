sladsl check agreement.sla
sladsl compile agreement.sla
sladsl render agreement.sla --to md
sladsl diff agreement.sla later.sla
