"""Learning-rate schedules: one module, one entry; the module's name is the slug."""
