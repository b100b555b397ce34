sladsl diff desk.sla changed.sla
