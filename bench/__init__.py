"""What hau_mai costs, measured: `./dev bench [name …]`."""
