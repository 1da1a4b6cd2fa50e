from . import (
    base_partner_merge,
    hau_mai_service_center_choice,
    hau_mai_touchpoint_outcome,
    hau_mai_unit_decision,
)
