sladsl render desk.sla --to md
