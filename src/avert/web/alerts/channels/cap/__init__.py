"""Documents of the Common Alerting Protocol."""
