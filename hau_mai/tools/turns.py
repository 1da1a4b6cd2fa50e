"""Two who do the same at the same moment, one after the other."""

from odoo.tools import SQL


def take_turns(records):
    """Let transactions that are about these records meet here, so that one sees the other.

    A lock alone would let the second one decide on what it saw before the first one
    wrote. Changing the rows makes its transaction fail; the server begins it again, and
    then it sees what the first one did.

    :param records: what must not be worked on by two at once
    """
    if records.ids:
        records.env.execute_query(
            SQL(
                "UPDATE %s SET write_date = write_date WHERE id IN %s RETURNING id",
                SQL.identifier(records._table),
                tuple(records.ids),
            )
        )
