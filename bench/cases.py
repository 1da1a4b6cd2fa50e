"""Many cases, copied by SQL with their steps and clocks from cases made by the code."""

from odoo.tools import SQL

from . import fill

#: What a copy does not take from its pattern.
OWN = {
    "hau_mai.complaint": (
        "id", "name", "partner_id", "commercial_partner_id", "user_id", "access_token",
    ),
    "hau_mai.complaint.move": ("id", "complaint_id"),
    "hau_mai.sla.status": ("id", "complaint_id"),
    "hau_mai.sla.segment": ("id", "status_id"),
}  # fmt: skip


def copy(env, like, count, days, **own):
    """Copy a record ``count`` times, its moments spread over as many days into the past.

    :param own: {column: SQL of it, where ``n`` is the number of the copy}
    :return: SQL of the id of the n-th copy
    """
    table = SQL.identifier(like._table)
    [(offset,)] = env.execute_query(SQL("SELECT COALESCE(max(id), 0) FROM %s", table))
    own = {"id": SQL("%s + n", offset), **own}
    fields = [
        field
        for name, field in like._fields.items()
        if field.store and field.column_type and name not in OWN[like._name]
    ]
    shift = SQL("mod(n, %s) * interval '1 day'", days)
    values = [
        SQL("pattern.%s - %s", SQL.identifier(field.name), shift)
        if field.type == "datetime"
        else SQL("pattern.%s", SQL.identifier(field.name))
        for field in fields
    ]
    env.cr.execute(
        SQL(
            "INSERT INTO %s (%s) SELECT %s FROM generate_series(1, %s) n, %s pattern"
            " WHERE pattern.id = %s",
            table,
            SQL(", ").join(map(SQL.identifier, [*own, *(field.name for field in fields)])),
            SQL(", ").join([*own.values(), *values]),
            count,
            table,
            like.id,
        )
    )
    env.cr.execute(
        SQL(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM %s))",
            like._table,
            table,
        )
    )
    return own["id"]


def copy_case(env, like, count, first_customer, users, days=1):
    """Copy a case with its steps and clocks, for all customers and these people in turn."""
    env.flush_all()
    customer = SQL("%s + mod(n, %s)", first_customer, fill.CUSTOMERS)
    case = copy(
        env,
        like,
        count,
        days,
        name=SQL("%s || nextval('hau_mai_complaint_id_seq')", f"{like.name}-"),
        partner_id=customer,
        commercial_partner_id=customer,
        user_id=SQL("%s + mod(n, %s)", users[0].id, len(users)),
    )
    for move in like.move_ids.sorted("id"):
        copy(env, move, count, days, complaint_id=case)
    for clock in like.sla_status_ids.sorted("id"):
        status = copy(env, clock, count, days, complaint_id=case)
        for segment in clock.segment_ids.sorted("id"):
            copy(env, segment, count, days, status_id=status)


def analyze(env):
    """Have PostgreSQL know how many there are now."""
    env.cr.commit()
    for name in OWN:
        env.cr.execute(SQL("ANALYZE %s", SQL.identifier(env[name]._table)))
