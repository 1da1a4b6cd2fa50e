from . import hau_mai_demo
