sladsl check old.sla new.sla
sladsl diff old.sla new.sla --exit-code
sladsl diff new.sla old.sla --exit-code
