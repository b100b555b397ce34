sladsl test edges.sla severity.sla
