"""The beginning of an agreement of half a year, whose levels and settlement a property writes."""

HEADER = """\
agreement Desk "Desk" {
  version  "1.0"
  provider P "The provider"
  customer C "The customer"
  term     2026-01-01 to 2026-06-30
  timezone Europe/London
  currency GBP
  charge Fee GBP 10,000 per month
  records query "Query" {
    id   : text key
    at   : time
    took : number
  }
"""
