"""What is right. Pure: values in, values out."""
