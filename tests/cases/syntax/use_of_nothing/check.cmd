sladsl check agreement.sla
