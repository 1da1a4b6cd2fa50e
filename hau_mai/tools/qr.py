"""QR codes as pictures, without a rendering library of their own.

Odoo's barcodes need one of ReportLab's backends, which not every installation has; the
modules of a code are all that is needed to draw it.
"""

import base64
import io

from PIL import Image
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

#: Pixels a module; enough for 600 dots per inch at 20 mm.
SCALE = 10
#: Modules of white around the code; the paper is white anyway.
BORDER = 1


def qr_data_uri(text):
    """A text as QR code: a black and white PNG inside a ``data:`` address, for ``<img src>``."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    size = code.getModuleCount()
    image = Image.new("1", (size + 2 * BORDER, size + 2 * BORDER), 1)
    for row in range(size):
        for column in range(size):
            if code.isDark(row, column):
                image.putpixel((column + BORDER, row + BORDER), 0)
    image = image.resize((image.width * SCALE, image.height * SCALE), Image.Resampling.NEAREST)
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"
