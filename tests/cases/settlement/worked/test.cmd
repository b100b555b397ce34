sladsl check earned_back.sla
sladsl test earned_back.sla
sladsl check exclusive.sla
sladsl test exclusive.sla
sladsl check milestone.sla
sladsl test milestone.sla
sladsl check points.sla
sladsl test points.sla
sladsl check points_paid.sla
sladsl test points_paid.sla
sladsl check rounded_down_last.sla
sladsl test rounded_down_last.sla
sladsl check rounded_first.sla
sladsl test rounded_first.sla
sladsl check rounded_last.sla
sladsl test rounded_last.sla
sladsl check rounded_to_pounds_first.sla
sladsl test rounded_to_pounds_first.sla
sladsl check sum_cap.sla
sladsl test sum_cap.sla
sladsl check termination.sla
sladsl test termination.sla
sladsl check two_caps.sla
sladsl test two_caps.sla
sladsl run points.sla --records report=report.csv
sladsl run points_paid.sla --records report=report.csv --period 2026-02
sladsl compile points_paid.sla
