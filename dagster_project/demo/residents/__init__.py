"""The invented residents of the demo: who they are, what they do, what they consent to, borrow and exchange.

Their identifiers begin with DEMO-P, and nothing else that they deliver (events, loans, redemptions) repeats one: what
is numbered here is numbered by a digest.
"""
