"""The developer's tooling behind `./dev`: how Odoo 19 is had, run and tested.

Standard library only; what needs more runs inside the virtual environment it makes.
"""
