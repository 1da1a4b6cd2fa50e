"""What pages have in common that anybody can open who has, or guesses, what opens them."""

from werkzeug.exceptions import abort

from odoo.http import request

#: Nothing of such a page is kept, told on, found, or shown inside another page.
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "frame-ancestors 'none'",
}


def render_closely(template, values, status=200):
    """A page of somebody's data, or the refusal of one."""
    response = request.render(template, values, status=status)
    response.headers.update(HEADERS)
    return response


def render_too_many(seconds):
    """Asked too often: the same answer for right and wrong."""
    minutes = -(-seconds // 60)
    response = render_closely("hau_mai.public_too_many", {"minutes": minutes}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def find_or_count(scope, find):
    """What the token in an address opens; what opens nothing counts against who asks.

    Only failures count: programs that open the links of a mail lock nobody out. Who failed
    too often gets no answer for a while, right or wrong.

    :param str scope: which page
    :param find: called without arguments; gives a record or nothing
    """
    limits, asker = request.env["hau_mai.rate.limit"], request.httprequest.remote_addr
    if seconds := limits._seconds_blocked(scope, asker):
        response = render_too_many(seconds)
        response.flatten()
        abort(response)
    found = find()
    if not found:
        limits._note_failure(scope, asker)
    return found


def find_card(token):
    """The card of a QR code with all rights, for its company; or nothing."""
    units = request.env["hau_mai.unit"]
    unit = find_or_count("card", lambda: units._from_access_token(token))
    return unit.with_company(unit.company_id)
