import binascii
from base64 import b64decode

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

from ..tools.center import within
from .hau_mai_service import OPEN_STATES


class HauMaiService(models.Model):
    """What the people of a partner's center do with a job, in the portal.

    They have no rights on jobs: the controllers find the job by what
    ``_center_job_domain`` allows and call these methods with all rights, in the
    name of the user. What is written is checked here once more.
    """

    _inherit = "hau_mai.service"

    center_result = fields.Selection(
        [
            ("repaired", "Repaired"),
            ("not_repaired", "Could not be repaired"),
            ("declined", "Customer declined"),
            ("no_fault", "No fault found"),
        ],
        string="Center's Result",
        readonly=True,
        copy=False,
        tracking=True,
        groups="base.group_user",
    )
    center_note = fields.Text(
        string="What the Center Did", readonly=True, copy=False, groups="base.group_user"
    )
    center_signature = fields.Image(
        string="Signed at the Center",
        max_width=1024,
        max_height=1024,
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    center_signed_by = fields.Char(
        string="Signed at the Center By", readonly=True, copy=False, groups="base.group_user"
    )
    center_signed_on = fields.Datetime(
        string="Signed at the Center On", readonly=True, copy=False, groups="base.group_user"
    )

    def _center_works_on_it(self):
        """Whether the center may do something with this job now."""
        self.ensure_one()
        return self.center_state == "accepted" and self.state in OPEN_STATES

    def _check_center_works_on_it(self):
        """Refuse what is done to a job that is not the center's to work on.

        :raises UserError:
        """
        if not self._center_works_on_it():
            raise UserError(
                self.env._("Job %s is not open for you: accept it first.", self.name)
                if self.center_state == "offered"
                else self.env._("Job %s is over, nothing can be changed any more.", self.name)
            )

    def _center_set_appointment(self, start):
        """Make or move the appointment, to a time that is still free."""
        self._check_center_works_on_it()
        self.center_id._take_slot(self, start)

    def _center_start(self):
        """Begin the work."""
        self._check_center_works_on_it()
        if self.state != "in_progress":
            self.write({"state": "in_progress"})

    def _center_answer_checks(self, answers):
        """Fill in the checklist.

        :param dict answers: {item id: {"result": …, "value": text, "note": text}}
        :raises UserError: for an item that is not this job's, or a value that is no number
        """
        self._check_center_works_on_it()
        items = {item.id: item for item in self.check_ids}
        if not answers.keys() <= items.keys():
            raise UserError(self.env._("This item is not on the checklist of job %s.", self.name))
        for item_id, answer in answers.items():
            items[item_id].write(self._prepare_check_vals(items[item_id], answer))

    @api.model
    def _prepare_check_vals(self, item, answer):
        """Values of one item: a measured one is judged by its limits."""
        note = (answer.get("note") or "").strip() or False
        result = answer.get("result") or False
        typed = (answer.get("value") or "").strip()
        if result and result not in dict(item._fields["result"].selection):
            raise UserError(self.env._("“%s”: choose pass, fail or not applicable.", item.name))
        if item.kind != "value" or result == "na":
            return {"result": result, "note": note}
        if not typed:
            return {"result": False, "note": note}
        try:
            value = float(typed.replace(",", "."))
        except ValueError:
            raise UserError(
                self.env._("“%(item)s”: %(value)s is not a number.", item=item.name, value=typed)
            ) from None
        fits = within(value, item.value_min, item.value_max)
        return {"value": value, "result": "pass" if fits else "fail", "note": note}

    # === PARTS === #

    def _center_parts(self):
        """The products that may be written down: the center's list, what the warranty names."""
        self.ensure_one()
        return self.center_id.part_ids | self.unit_id.coverage_ids.component_ids

    def _center_use_part(self, product_id, quantity, serial_in="", serial_out="", name=""):
        """Write down a part that was used; the office decides who pays for it.

        :param int product_id: of :meth:`_center_parts`, or None for another one, described
            in ``name``
        :param str quantity: as typed
        :raises UserError:
        """
        self._check_center_works_on_it()
        product = self._center_parts().filtered(lambda part: part.id == product_id)
        name = (name or "").strip()
        if product_id and not product:
            raise UserError(self.env._("This part is not on your list: describe it in words."))
        if not product and not name:
            raise UserError(self.env._("Choose a part, or describe it in words."))
        try:
            number = float(str(quantity).replace(",", "."))
        except ValueError:
            number = 0.0
        if not 0 < number <= 1000:
            raise UserError(self.env._("“%s” is not a quantity of parts.", quantity))
        vals = self._prepare_center_part_vals(product, number, serial_in, serial_out, name)
        return self.env["hau_mai.service.line"].create(vals)

    def _prepare_center_part_vals(self, product, quantity, serial_in, serial_out, name):
        """Values of the line of a part that was used."""
        words = [name or product.display_name]
        if serial_in := (serial_in or "").strip():
            words.append(self.env._("built in: %s", serial_in))
        if serial_out := (serial_out or "").strip():
            words.append(self.env._("taken out: %s", serial_out))
        return {
            "service_id": self.id,
            "kind": "parts",
            "product_id": product.id,
            "quantity": quantity,
            "name": " · ".join(words),
        }

    # === THE END === #

    def _center_save_result(self, result, note):
        """Note how it went, before the customer signs.

        :raises UserError: without a result, or without words where they are needed
        """
        self._check_center_works_on_it()
        note = (note or "").strip()
        if result not in dict(self._fields["center_result"].selection):
            raise UserError(self.env._("Choose how the job went."))
        if not note:
            raise UserError(self.env._("Write down what was found and done."))
        self.write({"center_result": result, "center_note": note})

    def _center_finish(self, name="", signature="", why_unsigned=""):
        """Finish the job, with the customer's signature or the reason why there is none.

        :param str signature: an image, base64
        :raises UserError: when the result or both of them are missing
        """
        self._check_center_works_on_it()
        if not self.center_result:
            raise UserError(self.env._("Write down first how the job went."))
        why_unsigned = (why_unsigned or "").strip()
        if signature:
            self._check_signature(signature)
            self.write(
                {
                    "center_signature": signature,
                    "center_signed_by": (name or "").strip()[:200],
                    "center_signed_on": fields.Datetime.now(),
                }
            )
        elif not why_unsigned:
            raise UserError(self.env._("Let the customer sign, or write down why they do not."))
        self.action_done()
        self._message_log(body=self._word_center_finish(why_unsigned))

    def _check_signature(self, signature):
        """Refuse what is not an image.

        :raises UserError:
        """
        try:
            kind = guess_mimetype(b64decode(signature, validate=True))
        except (binascii.Error, ValueError, TypeError):
            kind = ""
        if kind not in ("image/png", "image/jpeg"):
            raise UserError(self.env._("The signature could not be read: please sign again."))

    def _word_center_finish(self, why_unsigned):
        """The end of the work, as the office reads it."""
        labels = dict(self._fields["center_result"]._description_selection(self.env))
        signed = (
            self.env._("Not signed: %s", why_unsigned)
            if why_unsigned
            else self.env._("Signed by %s", self.center_signed_by)
        )
        return self.env._(
            "%(user)s of %(center)s finished the job: %(result)s. %(note)s (%(signed)s)",
            user=self.env.user.name,
            center=self.center_id.name,
            result=labels[self.center_result],
            note=self.center_note,
            signed=signed,
        )
