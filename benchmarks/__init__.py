"""Measurements that are too heavy or too hungry for the tests; each command says how to run it."""
