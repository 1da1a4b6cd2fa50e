"""Two agents solve the same case at the same moment: everything is done once."""

from ..process import clone_database, run_at_once, run_python, sql

PREPARE = """
from odoo.fields import Command

env.company.write({"hau_mai_voucher_limit_user": 100})
partner = env["res.partner"].create({"name": "An"})
product = env["product.product"].create({"name": "AC", "list_price": 100})
order = env["sale.order"].create({
    "partner_id": partner.id,
    "order_line": [Command.create({"product_id": product.id, "product_uom_qty": 2})],
})
order.action_confirm()
order.order_line.qty_delivered = 2
order._create_invoices().action_post()
env["hau_mai.complaint.cause"].create({"name": "Material"})
env["hau_mai.complaint"].create([
    {"subject": subject, "partner_id": partner.id, "order_id": order.id, "product_id": product.id}
    for subject in ("Solve", "Refuse")
])
env.cr.commit()
"""

# Both have the dialog open and click at the same moment; the server tries again who comes second.
AT_ONCE = """
import os, time
from odoo.service.model import retrying

solve, refuse = env["hau_mai.complaint"].search([], order="id desc", limit=2).sorted("id")
wizard = env["hau_mai.complaint.solve"].create({
    "complaint_id": solve.id,
    "cause_id": env["hau_mai.complaint.cause"].search([], limit=1).id,
    "resolution": "exchange",
    "with_service": True, "with_replacement": True, "with_credit": True, "with_voucher": True,
    "voucher_amount": 10, "with_return": True, "return_quantity": 2,
})
env.cr.commit()
print("ready", flush=True)
while not os.path.exists(os.environ["START"]):
    time.sleep(0.01)

def both():
    solve.invalidate_recordset()
    wizard.action_apply()
    refuse.action_refuse("The seal is broken", "Art. 5")
    env["hau_mai.complaint.minutes"].create({"complaint_id": refuse.id, "content": "Nothing"})
    env.flush_all()
    time.sleep(0.3)

retrying(both, env)
env.cr.commit()
print("finished", flush=True)
"""


def test_two_agents_at_the_same_moment(tmp_path):
    with clone_database() as database:
        run_python(database, PREPARE)
        run_at_once(database, AT_ONCE, tmp_path)
        counts = sql(
            database,
            """SELECT
                (SELECT count(*) FROM hau_mai_complaint_action WHERE state = 'done'),
                (SELECT count(*) FROM hau_mai_service WHERE complaint_id IS NOT NULL),
                (SELECT count(*) FROM sale_order WHERE complaint_id IS NOT NULL),
                (SELECT count(*) FROM account_move WHERE move_type = 'out_refund'),
                (SELECT count(*) FROM loyalty_card),
                (SELECT count(*) FROM loyalty_program WHERE program_type = 'coupons'
                        AND id NOT IN (SELECT res_id FROM ir_model_data
                            WHERE model = 'loyalty.program')),
                (SELECT count(*) FROM hau_mai_complaint WHERE return_quantity > 0),
                (SELECT count(*) FROM hau_mai_complaint_paper_rel),
                (SELECT max(number) FROM hau_mai_complaint_minutes)""",
        )
        assert counts == [(5, 1, 1, 1, 1, 1, 1, 1, 2)]
