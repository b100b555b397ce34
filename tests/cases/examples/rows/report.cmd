sladsl test agreement.sla --verbose
