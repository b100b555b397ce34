sladsl check agreement.sla
sladsl test agreement.sla
