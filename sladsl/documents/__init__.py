"""From plan, contract and settled examples to the document that the parties sign."""
