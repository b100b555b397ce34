sladsl check allowed.sla
sladsl check all.sla
sladsl check all.sla --format github
sladsl check all.sla --format json
sladsl check allowed.sla --format sarif
sladsl check in_vain.sla
