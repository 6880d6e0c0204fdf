"""Claims, the evidence they rest on, rival explanations, and what is still to be found out."""
