"""Read and write the files of other annotation tools: one module per format, and `shared`."""
