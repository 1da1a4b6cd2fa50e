from odoo import models

from .hau_mai_service import OPEN_STATES

#: resolution -> kind of the job that is made for it, where the case does not say
JOB_KINDS = {"repair": "repair", "guidance": "guidance"}


class HauMaiComplaint(models.Model):
    """The service job that a case leads to."""

    _inherit = "hau_mai.complaint"

    def _job_kind(self, resolution):
        """The kind of job that keeps a resolution; done again is what was done before."""
        self.ensure_one()
        return JOB_KINDS.get(resolution) or self.service_id.kind or "repair"

    def _make_service(self, kind, request=None):
        """Make the job of this case, once.

        :param str kind: of ``SERVICE_KINDS``
        :param str request: what is to be done; the subject of the case when left out
        """
        self.ensure_one()
        self._raise_without_customer()

        def make():
            service = self.env["hau_mai.service"].create(self._prepare_service_vals(kind, request))
            return {"service_id": service.id, "name": service.name, "note": service.request}

        return self._do_once("service", make)

    def _prepare_service_vals(self, kind, request):
        return {
            "complaint_id": self.id,
            "company_id": self.company_id.id,
            "kind": kind,
            "partner_id": self.partner_id.id,
            "contact_id": self.contact_id.id,
            "unit_id": self.unit_id.id,
            "product_id": self.product_id.id,
            "serial_number": self.serial_number,
            "request": request or self.subject,
            "origin_service_id": self.service_id.id,
            "responsible_id": (self.user_id or self.env.user).id,
        }

    def _open_promises(self):
        jobs = self._done("service").service_id.filtered(lambda job: job.state in OPEN_STATES)
        sentences = [self.env._("Job %s is not done yet.", job.name) for job in jobs]
        return super()._open_promises() + sentences
