"""Many customers and units, put into the database by SQL: what a big shop has sold."""

from datetime import timedelta

from odoo.fields import Command

CUSTOMERS = 20000


def policy(env):
    """The policy and product that the units are of."""
    policy = env["hau_mai.warranty.policy"].create(
        {
            "name": "Bench",
            "term_ids": [
                Command.create({"name": "Whole unit", "duration": 24}),
                Command.create({"name": "Long", "duration": 36, "covers_labour": False}),
            ],
        }
    )
    product = env["product.product"].create({"name": "Bench", "warranty_policy_id": policy.id})
    return policy, product


def customers(env, count=CUSTOMERS):
    """Make the customers, each with a phone; return the first id."""
    env.cr.execute(
        """
        INSERT INTO res_partner (name, complete_name, active, phone, phone_sanitized, type, lang,
                                 is_company, commercial_partner_id, create_date, autopost_bills)
        SELECT 'Customer ' || n, 'Customer ' || n, true, '+84' || (900000000 + n),
               '+84' || (900000000 + n), 'contact', 'en_US', false, NULL, now(), 'ask'
          FROM generate_series(1, %s) n
        RETURNING id
        """,
        [count],
    )
    first = env.cr.fetchone()[0]
    env.cr.execute(
        "UPDATE res_partner SET commercial_partner_id = id WHERE commercial_partner_id IS NULL"
    )
    return first


def orders(env, first_customer, customers, count, *, amount, days):
    """Confirmed orders of so many days until today, of all customers in turn.

    :param str amount: SQL of the untaxed amount, where ``n`` is the number of the order
    """
    env.cr.execute(
        f"""
        INSERT INTO sale_order (name, state, company_id, partner_id, partner_invoice_id,
                                partner_shipping_id, currency_id, currency_rate, amount_untaxed,
                                amount_total, date_order, user_id, create_date)
        SELECT 'B' || n, 'sale', %(company)s, %(first)s + n %% %(customers)s,
               %(first)s + n %% %(customers)s, %(first)s + n %% %(customers)s, %(currency)s, 1,
               {amount}, {amount},
               now() AT TIME ZONE 'UTC' - interval '1 day' * (n * 919 %% %(days)s), %(user)s, now()
          FROM generate_series(1, %(count)s) n
        """,
        {
            "company": env.company.id,
            "currency": env.company.currency_id.id,
            "user": env.ref("base.user_admin").id,
            "first": first_customer,
            "customers": customers,
            "count": count,
            "days": days,
        },
    )


def units(env, first_customer, policy, product, count, ends):
    """Add ``count`` units whose main warranty ends on ``ends``, or, when None, on days
    spread over the ten years that ended some two years ago."""
    today = env.company._hau_mai_today()
    main, longer = policy.term_ids
    old = today - timedelta(days=600)
    end = "%(ends)s::date" if ends else "%(old)s::date - (n %% 3650)"
    values = {
        "ends": ends,
        "old": old,
        "count": count,
        "first": first_customer,
        "customers": CUSTOMERS,
        "company": env.company.id,
        "product": product.id,
        "template": product.product_tmpl_id.id,
        "categ": product.categ_id.id or None,
        "policy": policy.id,
        "user": env.ref("base.user_admin").id,
        "main": main.id,
        "longer": longer.id,
    }
    env.cr.execute("SELECT COALESCE(max(id), 0) FROM hau_mai_unit")
    values["offset"] = env.cr.fetchone()[0]
    env.cr.execute(
        f"""
        INSERT INTO hau_mai_unit (id, name, state, company_id, partner_id, user_id, product_id,
                                  product_tmpl_id, categ_id, quantity, policy_id, start_trigger,
                                  triggers, serial_number, serial_key, search_key,
                                  date_delivered, date_start, date_end_main, date_end,
                                  create_date)
        SELECT %(offset)s + n, 'B' || (%(offset)s + n), 'valid', %(company)s,
               %(first)s + (n %% %(customers)s), %(user)s, %(product)s, %(template)s, %(categ)s,
               1, %(policy)s, 'delivery', 'delivery',
               'S' || (%(offset)s + n), 'S' || (%(offset)s + n),
               'B' || (%(offset)s + n) || ' S' || (%(offset)s + n),
               ({end} - interval '24 months')::date, ({end} - interval '24 months')::date, {end},
               ({end} + interval '12 months')::date, now()
          FROM generate_series(1, %(count)s) n
        """,
        values,
    )
    for term, is_main, shift in (("main", True, 0), ("longer", False, 12)):
        env.cr.execute(
            f"""
            INSERT INTO hau_mai_coverage (unit_id, company_id, term_id, name, origin, scope,
                        duration, duration_unit, start_trigger, guarantor, covers_parts, is_main,
                        in_repair, repair_days, date_start, date_end, create_date)
            SELECT %(offset)s + n, %(company)s, %({term})s, 'Whole unit', 'policy', 'unit',
                   24 + {shift}, 'month', 'delivery', 'seller', true, {is_main},
                   false, 0,
                   ({end} - interval '24 months')::date,
                   ({end} + interval '{shift} months')::date, now()
              FROM generate_series(1, %(count)s) n
            """,
            values,
        )
    env.cr.execute(
        "SELECT setval(pg_get_serial_sequence('hau_mai_unit', 'id'), max(id)) FROM hau_mai_unit"
    )
    return range(values["offset"] + 1, values["offset"] + count + 1)
