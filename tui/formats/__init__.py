"""Read and write the files of other annotation tools: one module a format, and `shared`."""
