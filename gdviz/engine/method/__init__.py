"""How an objective is descended: update rules, schedules, learning rates."""
