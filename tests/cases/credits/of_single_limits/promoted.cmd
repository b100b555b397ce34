sladsl check promoted.sla
sladsl test promoted.sla
