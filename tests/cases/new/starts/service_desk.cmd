sladsl new northgate/desk_2 --start service-desk --title "Northgate & Co: Desk"
sladsl check northgate
sladsl fmt --check northgate
sladsl test northgate/desk_2/agreement.sla
sladsl run northgate/desk_2/agreement.sla
sladsl new 2desks
sladsl new key
sladsl new "a b"
sladsl new desk --title "A \"quoted\" title"
sladsl new desk --start nothing
