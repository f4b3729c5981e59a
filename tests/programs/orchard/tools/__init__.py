"""Tools of the orchard."""
print("tools imported as", __name__, "in", __package__)
