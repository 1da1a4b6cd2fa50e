"""One appointment as a calendar file (RFC 5545), without the ORM."""

from typing import NamedTuple

#: Bytes of a line without its end (RFC 5545, 3.1). vobject makes lines of 76.
LINE_LENGTH = 75


class Appointment(NamedTuple):
    """What a calendar is told. Moments are naive UTC.

    :param str uid: the same for ever, so that a moved appointment replaces the one before
    :param int sequence: grows with each change; calendars ignore what is older
    :param bool cancelled: whether the appointment is to be taken out of the calendar
    """

    uid: str
    sequence: int
    stamp: object
    start: object
    end: object
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    cancelled: bool = False


def write_ics(appointment):
    """The calendar file of an appointment: UTC times, CRLF, lines folded, texts escaped.

    :return: bytes, ``METHOD:PUBLISH`` or ``METHOD:CANCEL``
    """
    cancelled = appointment.cancelled
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//hau_mai//After-Sales//EN",
        f"METHOD:{'CANCEL' if cancelled else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{_escape(appointment.uid)}",
        f"SEQUENCE:{appointment.sequence}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}",
        f"DTSTAMP:{_utc(appointment.stamp)}",
        f"DTSTART:{_utc(appointment.start)}",
        f"DTEND:{_utc(appointment.end)}",
        f"SUMMARY:{_escape(appointment.summary)}",
    ]
    texts = {"DESCRIPTION": appointment.description, "LOCATION": appointment.location}
    lines += [f"{name}:{_escape(text)}" for name, text in texts.items() if text]
    if appointment.url:
        lines.append(f"URL:{appointment.url}")
    lines += ["END:VEVENT", "END:VCALENDAR", ""]
    return b"\r\n".join(map(_fold, lines))


def _utc(moment):
    """A naive UTC moment as calendars write it."""
    return f"{moment:%Y%m%dT%H%M%SZ}"


def _escape(text):
    """A text value (RFC 5545, 3.3.11)."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(text.splitlines())


def _fold(line):
    """A line in pieces that are short enough, never cut within a character."""
    rest, pieces = line.encode(), []
    while len(rest) > LINE_LENGTH:
        cut = LINE_LENGTH
        while rest[cut] & 0b11000000 == 0b10000000:
            cut -= 1
        pieces.append(rest[:cut])
        rest = b" " + rest[cut:]
    return b"\r\n".join([*pieces, rest])
