"""What is written of many areas together: a table, a layer and a page. It orders; it counts nobody."""
