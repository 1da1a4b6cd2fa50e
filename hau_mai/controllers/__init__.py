from . import portal_booking, portal_request, portal_service
