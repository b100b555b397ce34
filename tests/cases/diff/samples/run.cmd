sladsl diff old.sla new.sla
