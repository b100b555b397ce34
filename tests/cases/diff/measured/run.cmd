sladsl diff old.sla new.sla --quarantine aside.csv
cat aside.csv
sladsl diff old.sla new.sla --period 2026-03 --records request=query.csv
sladsl diff old.sla new.sla --quarantine aside.csv --as-of 2026-04-01 --format json --out difference.json
sladsl diff old.sla new.sla --quarantine query.csv
sladsl diff new.sla new.sla --quarantine aside.csv --exit-code
sladsl diff old.sla new.sla --spark-master spark://nowhere:7077
sladsl diff old.sla new.sla --quarantine aside.csv --engine spark --memory-limit 1GB
