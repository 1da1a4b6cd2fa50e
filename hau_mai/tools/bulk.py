"""Many new rows of a model in one query.

``create`` looks at each record many times. Where all values are known, and nobody is to
be told, the rows can be written as they are.
"""

from odoo.tools import SQL

#: Rows one INSERT writes at most.
BATCH_SIZE = 1000


def insert_rows(model, vals_list):
    """Insert records with these values, as ``create`` would write them.

    Defaults are filled in, once for all. Stored computed fields for which there are no
    values are computed by the ORM. Rights, constraints in Python and overrides of
    ``create`` are the caller's business.

    :param model: an empty recordset in the environment to create in
    :param vals_list: values of columns, the same for all but for their content
    :return: the records, in the order of the values
    """
    records = model.browse()
    for start in range(0, len(vals_list), BATCH_SIZE):
        records += _insert(model, vals_list[start : start + BATCH_SIZE])
    return records


def insert_links(records, fname, ids_list):
    """Fill a many2many of new records.

    :param str fname: name of the field
    :param ids_list: the ids each record gets, in order
    """
    pairs = [(record.id, id_) for record, ids in zip(records, ids_list, strict=True) for id_ in ids]
    field = records._fields[fname]
    for start in range(0, len(pairs), BATCH_SIZE):
        records.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s, %s) VALUES %s",
                SQL.identifier(field.relation),
                SQL.identifier(field.column1),
                SQL.identifier(field.column2),
                SQL(", ").join(pairs[start : start + BATCH_SIZE]),
            )
        )


def _insert(model, vals_list):
    columns = [f for f in model._fields.values() if f.store and f.column_type and f.name != "id"]
    given = {fname for vals in vals_list for fname in vals}
    log = dict.fromkeys(("create_uid", "write_uid"), model.env.uid)
    log |= dict.fromkeys(("create_date", "write_date"), model.env.cr.now())
    missing = [field.name for field in columns if field.name not in given]
    defaults = model.default_get([name for name in missing if name not in log]) | log
    filled = [field for field in columns if field.name in given or field.name in defaults]
    rows = [
        tuple(
            field.convert_to_column_insert(
                vals.get(field.name, defaults.get(field.name, False)), model, vals
            )
            for field in filled
        )
        for vals in vals_list
    ]
    model.env.cr.execute(
        SQL(
            "INSERT INTO %s (%s) VALUES %s RETURNING id",
            SQL.identifier(model._table),
            SQL(", ").join(SQL.identifier(field.name) for field in filled),
            SQL(", ").join(rows),
        )
    )
    records = model.browse(row[0] for row in model.env.cr.fetchall())
    for field in columns:
        if field.compute and field not in filled:
            model.env.add_to_compute(field, records)
    return records
