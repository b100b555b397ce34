sladsl check incidents.sla
sladsl run incidents.sla --records incident=incidents.csv
