"""The head of a small agreement whose levels and settlement tests write."""

HEAD = """\
agreement Small "Small" {
  version  "1.0"
  provider P "Provider Ltd"
  customer C "Customer plc"
  term     2026-01-01 to 2028-12-31
  timezone Europe/London
  currency GBP
  law      "England and Wales"
  charge Fee "Fee" GBP 1,000 per month
  charge Usage "Usage" from report.price counted in the window of made_at
  records site "Site" { id : text key }
  records report "Report" {
    made_at : time
    score   : percent
    price   : money
    site    : ref site
  }
  records claim "Claim" {
    made_at       : time
    sent_at       : time
    service_level : text
    window        : text
    option        : number
  }
"""
