sladsl check desk.sla
sladsl check desk.sla --format github
sladsl check desk.sla --format sarif
sladsl check desk.sla --format json
sladsl check fine.sla --format github
sladsl check fine.sla --format sarif
