fill large.sla 4194305
sladsl check large.sla
fill largest.sla 4194304
sladsl check largest.sla
