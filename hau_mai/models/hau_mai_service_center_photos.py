from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.image import image_process
from odoo.tools.mimetypes import guess_mimetype

#: What is taken: kinds of images, bytes a picture, pictures at once and a job.
PHOTO_KINDS = ("image/jpeg", "image/png", "image/webp")
PHOTO_BYTES = 15 * 1024 * 1024
PHOTOS_AT_ONCE, PHOTOS_A_JOB = 10, 40
#: Pixels of the longer side that are kept.
PHOTO_SIDE = 1920


class HauMaiService(models.Model):
    """Photos that a center's people take of their work."""

    _inherit = "hau_mai.service"

    def _center_photos(self):
        """The photos that the center may see: all while it works on the job, its own for good."""
        self.ensure_one()
        if self._center_needs_customer():
            return self.photo_ids
        people = self.center_id._portal_people()[self.center_id.id].user_ids
        return self.photo_ids.filtered(lambda photo: photo.create_uid in people)

    def _center_add_photos(self, files):
        """Keep photos with the job, smaller and without what the camera wrote into them.

        :param files: list of (name, bytes)
        :raises UserError: naming the file that is not taken, and why; then none is
        """
        self._check_center_works_on_it()
        if not files:
            raise UserError(self.env._("Choose a photo first."))
        there = len(self.photo_ids)
        if len(files) > PHOTOS_AT_ONCE or there + len(files) > PHOTOS_A_JOB:
            raise UserError(
                self.env._(
                    "Too many photos: at most %(once)s at a time and %(all)s a job.",
                    once=PHOTOS_AT_ONCE,
                    all=PHOTOS_A_JOB,
                )
            )
        vals_list = [self._prepare_photo_vals(name, data) for name, data in files]
        photos = self.env["ir.attachment"].create(vals_list)
        self.write({"photo_ids": [Command.link(photo.id) for photo in photos]})
        self._message_log(
            body=self.env._("Photos of %s", self.center_id.name), attachment_ids=photos.ids
        )

    def _prepare_photo_vals(self, name, data):
        if len(data) > PHOTO_BYTES:
            raise UserError(
                self.env._(
                    "%(file)s is too large: at most %(size)s MB a photo.",
                    file=name,
                    size=PHOTO_BYTES // 1024**2,
                )
            )
        refused = self.env._("%s is not a photo: JPEG, PNG and WebP are taken.", name)
        if guess_mimetype(data) not in PHOTO_KINDS:
            raise UserError(refused)
        try:
            image = image_process(data, size=(PHOTO_SIDE, PHOTO_SIDE), output_format="JPEG")
        except (UserError, ValueError, OSError):
            raise UserError(refused) from None
        return {
            "name": f"{(name or 'photo').rsplit('.', 1)[0][:80]}.jpg",
            "raw": image,
            "mimetype": "image/jpeg",
            "res_model": self._name,
            "res_id": self.id,
        }
