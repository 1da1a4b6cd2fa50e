from . import hau_mai_demo, hau_mai_demo_complaint, hau_mai_demo_service
