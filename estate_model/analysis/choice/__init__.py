"""From a scenario and a scope to a choice: the problem is built, optimised, and made ready for outputs."""
