from . import (
    hau_mai_demo,
    hau_mai_demo_card,
    hau_mai_demo_care,
    hau_mai_demo_complaint,
    hau_mai_demo_loyalty,
    hau_mai_demo_satisfaction,
    hau_mai_demo_service,
)
