sladsl diff old.sla new.sla
sladsl diff new.sla old.sla --format json
