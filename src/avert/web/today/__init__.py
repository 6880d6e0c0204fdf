"""What needs the viewer now, out of everything that comes in, goes out and is waited for."""
