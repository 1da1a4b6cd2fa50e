from . import (
    base_partner_merge,
    hau_mai_maintenance_decision,
    hau_mai_promise_move,
    hau_mai_receipt_reopen,
    hau_mai_service_center_choice,
    hau_mai_service_decision,
    hau_mai_service_ruling,
    hau_mai_touchpoint_outcome,
    hau_mai_unit_decision,
    hau_mai_unit_exchange,
)
