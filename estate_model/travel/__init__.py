"""From streets to travel times: the postcode network, the engine, and speeds by profile."""
