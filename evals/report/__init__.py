"""Reports: JSON, Markdown and one HTML page with plots, and the comparison with a baseline."""
