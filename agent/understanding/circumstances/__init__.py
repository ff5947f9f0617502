"""Numbers, weather, time, place, occasion, dress code and details of garments."""
