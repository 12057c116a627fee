"""Many runs: one after another here, or on Dask. Bytes go in and come out; only the client writes."""
