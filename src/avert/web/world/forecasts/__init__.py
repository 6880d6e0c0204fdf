"""Deaths in the months to come: where and how many, one country at a time, and how good such forecasts were."""
