"""Who the people are: by age, by group, and those likely offline."""
