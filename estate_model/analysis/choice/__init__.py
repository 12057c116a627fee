"""From a scenario and a wish to a choice: builds the problem, asks ``choose``, gathers what outputs need."""
