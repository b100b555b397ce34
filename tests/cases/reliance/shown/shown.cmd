sladsl check agreement.sla hosting.sla network.sla
sladsl compile agreement.sla
sladsl render agreement.sla --to md
