sladsl test agreement.sla --update
sladsl test agreement.sla
cat agreement.sla
sladsl test agreement.sla --update -k all
