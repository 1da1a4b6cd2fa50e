from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request, route

from ..models.hau_mai_service_center_photos import PHOTO_BYTES, PHOTOS_AT_ONCE
from .center_jobs import CenterJobs


def job_action(path):
    """A form of a job's page: sent by POST, with the token against forgery."""
    return route(
        f"/my/jobs/<int:job_id>/{path}",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )


class CenterActions(CenterJobs):
    """What a center's people do with a job."""

    @job_action("accept")
    def center_accept(self, job_id, **_post):
        return self._center_do(
            job_id, lambda job: job._accept_job(), request.env._("The job is yours.")
        )

    @job_action("decline")
    def center_decline(self, job_id, reason="", **_post):
        return self._center_do(
            job_id,
            lambda job: job._decline_job(reason),
            request.env._("You declined the job."),
            url="/my/jobs",
        )

    @job_action("appointment")
    def center_appointment(self, job_id, start="", **_post):
        return self._center_do(
            job_id,
            lambda job: job._center_set_appointment(self._read_moment(start)),
            request.env._("The appointment is made, the customer is told."),
        )

    @job_action("start")
    def center_start(self, job_id, **_post):
        return self._center_do(job_id, lambda job: job._center_start())

    @job_action("checklist")
    def center_checklist(self, job_id, **post):
        return self._center_do(
            job_id,
            lambda job: job._center_answer_checks(self._read_answers(post)),
            request.env._("The checklist is saved."),
        )

    @job_action("photos")
    def center_photos(self, job_id, **_post):
        return self._center_do(
            job_id,
            lambda job: job._center_add_photos(self._read_uploads()),
            request.env._("The photos are saved."),
        )

    @job_action("parts")
    def center_parts(self, job_id, product_id="", quantity="1", name="", **post):
        product = int(product_id) if str(product_id).isdigit() else None
        facts = {key: post.get(key) for key in ("serial_in", "serial_out", "old_part")}
        return self._center_do(
            job_id,
            lambda job: job._center_use_part(product, quantity, name, **facts),
            request.env._("The part is written down."),
        )

    @job_action("result")
    def center_result(self, job_id, result="", note="", **_post):
        return self._center_do(
            job_id,
            lambda job: job._center_save_result(result, note),
            request.env._("Now let the customer sign."),
        )

    @job_action("finish")
    def center_finish(self, job_id, why_unsigned="", **_post):
        return self._center_do(
            job_id,
            lambda job: job._center_finish(why_unsigned=why_unsigned),
            request.env._("The job is finished. Thank you!"),
        )

    @route(
        "/my/jobs/<int:job_id>/sign", type="jsonrpc", auth="user", methods=["POST"], website=True
    )
    def center_sign(self, job_id, name="", signature="", **_post):
        """The customer signs on the technician's phone: the job is finished."""
        job = self._get_center_job(job_id)
        try:
            with request.env.cr.savepoint():
                job._center_finish(name, signature)
        except UserError as error:
            return {"error": str(error)}
        self._say("success", request.env._("The job is finished. Thank you!"))
        return {"force_refresh": True, "redirect_url": f"/my/jobs/{job_id}"}

    # === TOOLS === #

    def _center_do(self, job_id, work, said="", url=None):
        """Do something with a job and go back to its page, with a sentence about it.

        What is refused leaves nothing half written.
        """
        job = self._find_center_jobs(Domain("id", "=", job_id))
        if not job:
            self._say("warning", request.env._("This job is not with you, or not any more."))
            return request.redirect("/my/jobs")
        try:
            with request.env.cr.savepoint():
                work(job)
        except UserError as error:
            self._say("danger", str(error))
            return request.redirect(f"/my/jobs/{job_id}")
        if said:
            self._say("success", said)
        return request.redirect(url or f"/my/jobs/{job_id}")

    def _say(self, kind, sentence):
        request.session["hau_mai_center_notice"] = (kind, sentence)

    def _read_moment(self, text):
        """The moment of a slot as the page sent it.

        :raises UserError: when it is none
        """
        try:
            moment = fields.Datetime.to_datetime((text or "").replace("T", " "))
        except ValueError:
            moment = None
        if not moment:
            raise UserError(request.env._("Choose a time."))
        return moment

    def _read_uploads(self):
        """The photos that were sent: [(name, bytes)]."""
        # one byte more than is taken is enough to know that it is too many
        uploads = request.httprequest.files.getlist("photos")[: PHOTOS_AT_ONCE + 1]
        return [(file.filename, file.read(PHOTO_BYTES + 1)) for file in uploads if file.filename]

    def _read_answers(self, post):
        """{item id: {result, value, note}} of a form's ``check_<id>_<what>``."""
        answers = {}
        for key, text in post.items():
            prefix, _sep, rest = key.partition("_")
            number, _sep, what = rest.partition("_")
            if prefix == "check" and number.isdigit() and what in ("result", "value", "note"):
                answers.setdefault(int(number), {})[what] = text
        return answers
