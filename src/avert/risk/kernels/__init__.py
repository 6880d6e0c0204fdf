"""Compiled loops behind the elastic net; importing them loads numba.

The first call compiles for some seconds and keeps the result beside the files. Numba notices a changed file,
but not a changed function that is called from another file: after editing a kernel, delete
``kernels/__pycache__``.
"""
