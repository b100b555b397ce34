sladsl test --verbose agreement.sla
