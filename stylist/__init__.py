"""The shared vocabulary of Stylist: types, errors, settings and events. Imports nothing of ours."""
