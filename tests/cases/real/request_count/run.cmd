sladsl check requests.sla
sladsl run requests.sla --records interval=requests.csv
