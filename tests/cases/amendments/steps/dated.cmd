sladsl check dated.sla
sladsl test dated.sla
