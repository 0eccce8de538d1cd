"""The invented Meridian Group: a Heard with people and sealed reports in it, for trying out."""
