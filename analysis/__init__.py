"""Topic modelling and trend analysis of papers, independent of any user interface."""
