"""What exists: assets, checks, jobs, schedules, sensors, resources. How things are done is in lib."""
