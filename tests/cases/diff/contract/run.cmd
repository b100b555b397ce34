sladsl diff old.sla new.sla --records query=query.csv --records hold=hold.csv --exit-code
sladsl diff old.sla new.sla --format json --fail-on weaker
sladsl diff old.sla old.sla --exit-code --fail-on stricter --fail-on weaker --fail-on incomparable
sladsl diff house.sla new.sla
sladsl diff old.sla nowhere.sla
sladsl diff old.sla .
sladsl diff old.sla new.sla --period 2026
sladsl diff old.sla new.sla --records tickets=query.csv
