sladsl check latency.sla
sladsl run latency.sla --records sample=sample.csv
