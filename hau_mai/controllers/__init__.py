from . import (
    center_actions,
    center_jobs,
    portal_booking,
    portal_complaint,
    portal_complaint_actions,
    portal_complaint_form,
    portal_list,
    portal_procedure,
    portal_request,
    portal_service,
)
