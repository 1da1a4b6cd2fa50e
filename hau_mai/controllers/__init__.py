from . import center_actions, center_jobs, portal_booking, portal_request, portal_service
