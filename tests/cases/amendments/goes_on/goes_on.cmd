sladsl test agreement.sla
sladsl test bare.sla
