"""Papers that are given to customers: printed once, and kept as they were."""


def print_paper(record, report, name, printed=None):
    """Print a paper and keep it with a record.

    Where nothing can print, the page itself is kept.

    :param record: what the paper belongs to
    :param str report: of the ``ir.actions.report``
    :param printed: what is printed; the record when left out
    :return: the attachment, with all rights
    """
    reports, printed = record.env["ir.actions.report"], printed or record
    can_print = reports.get_wkhtmltopdf_state() not in ("install", "broken")
    render = reports._render_qweb_pdf if can_print else reports._render_qweb_html
    content, kind = render(report, printed.ids)
    return (
        record.env["ir.attachment"]
        .sudo()
        .create(
            {
                "name": f"{name}.{kind}",
                "raw": content,
                "res_model": record._name,
                "res_id": record.id,
                "mimetype": "application/pdf" if kind == "pdf" else "text/html",
            }
        )
    )


def in_one_line(*parts, between=", "):
    """What there is of some texts, in one line."""
    return between.join(part.strip() for part in parts if part and part.strip())
