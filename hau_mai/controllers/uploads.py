"""What visitors upload: photos and papers, by what is in the files, not what they say."""

from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools.mimetypes import guess_mimetype

#: What comes with a request: pictures as telephones take them.
MAX_PHOTOS = 5
MAX_PHOTO_SIZE = 10 * 1024 * 1024
PHOTO_TYPES = ("image/jpeg", "image/png", "image/webp", "image/gif")


def read_photos(files):
    """The photos that were uploaded: [(name, content)].

    :raises UserError: for too many, too large, or no photos
    """
    return read_kinds(files, PHOTO_TYPES, request.env._("“%s” is not a photo."))


def read_kinds(files, types, refusal):
    """What was uploaded: [(name, content)].

    :param types: the kinds that are taken
    :param str refusal: sentence with a place for the name of a file of another kind
    :raises UserError: for too many, too large, or of another kind
    """
    files = [file for file in files if file.filename]
    if len(files) > MAX_PHOTOS:
        raise UserError(request.env._("Please send at most %s files.", MAX_PHOTOS))
    uploads = []
    for file in files:
        content = file.read(MAX_PHOTO_SIZE + 1)
        if len(content) > MAX_PHOTO_SIZE:
            raise UserError(request.env._("“%s” is larger than 10 MB.", file.filename))
        if guess_mimetype(content) not in types:
            raise UserError(refusal % file.filename)
        uploads.append((file.filename, content))
    return uploads
