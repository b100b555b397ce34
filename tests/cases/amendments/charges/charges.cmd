sladsl test agreement.sla
