sladsl explain
sladsl explain --quarantine bad.csv --most 2
cat bad.csv
sladsl explain --quarantine bad.csv --level Errors --most 1
sladsl explain --quarantine bad.csv --period 2026-04 --level Up
sladsl explain --quarantine bad.csv --record O3
sladsl explain --quarantine agreement.sla
sladsl explain --engine spark --memory-limit 1GB
sladsl explain --engine duckdb --spark-master local[2]
