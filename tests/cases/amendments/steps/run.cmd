sladsl check agreement.sla
sladsl test -v agreement.sla
