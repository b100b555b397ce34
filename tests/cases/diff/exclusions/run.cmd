sladsl check old.sla new.sla
sladsl diff old.sla new.sla
sladsl diff new.sla old.sla
