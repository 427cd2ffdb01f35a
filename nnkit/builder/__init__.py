"""The Interactive Network Builder: a network built by hand, trained and looked into, live."""
