"""What runs Heard itself: its setup, time, epochs, copies, machines and health."""
