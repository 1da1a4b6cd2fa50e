"""Tiers and referrals in real processes: two at once, killed midway, run again."""

import pytest

from ..process import clone_database, kill, run_at_once, run_python, sql, start_python, wait_for

CUSTOMERS = 40

# All were reviewed once. Since then the first half has earned Gold, whose voucher is theirs;
# the other half has Silver of last year, and of those each second one bought enough to keep it.
PREPARE_TIERS = f"""
from odoo import fields
from odoo.fields import Command
today = env.company._hau_mai_today()
before = fields.Datetime.subtract(fields.Datetime.now(), days=1)
env.company.write({{"hau_mai_tier_basis": "confirmed", "hau_mai_tiers_running": before}})
tiers = env["hau_mai.loyalty.tier"]
tiers.search([]).active = False
program = env["loyalty.program"].create({{
    "name": "Welcome", "program_type": "coupons",
    "reward_ids": [Command.create({{"discount": 10}})],
}})
silver, gold = tiers.create([
    {{"name": "Silver", "sequence": 1, "amount_min": 1000, "amount_keep": 500, "grace_days": 0}},
    {{"name": "Gold", "sequence": 2, "amount_min": 5000, "upgrade_program_id": program.id}},
])
partners = env["res.partner"].create([{{"name": f"Customer {{n}}"}} for n in range({CUSTOMERS})])
old = partners[{CUSTOMERS} // 2:]
last = fields.Date.subtract(today, days=1)
env["hau_mai.loyalty.membership"].create([
    {{"partner_id": p.id, "company_id": env.company.id, "tier_id": silver.id,
      "date_since": fields.Date.subtract(last, months=12), "date_until": last, "date_drop": last,
      "date_reviewed": before}}
    for p in old
])
product = env["product.product"].create({{"name": "Advice", "type": "service"}})
def sell(partner, amount):
    line = {{"product_id": product.id, "price_unit": amount, "tax_ids": [Command.clear()]}}
    return {{"partner_id": partner.id, "order_line": [Command.create(line)]}}
env["sale.order"].create(
    [sell(p, 6000) for p in partners - old] + [sell(p, 600) for p in old[::2]]
).action_confirm()
env["hau_mai.loyalty.due"].search([]).unlink()
env.cr.commit()
"""

REVIEW = "env['hau_mai.loyalty.membership']._cron_review_tiers()\n"

# In batches of ten, so that two workers do meet.
SMALL_REVIEWS = """
import os, time
from odoo.addons.hau_mai.models import hau_mai_loyalty_membership_review as reviews
reviews.REVIEW_SIZE = 10
"""

WAIT = """
print("ready", flush=True)
while not os.path.exists(os.environ["START"]):
    time.sleep(0.01)
"""

# Stops for ever in the third batch, with its moves and vouchers made but not committed.
STOP_MIDWAY = (
    SMALL_REVIEWS
    + """
memberships = type(env["hau_mai.loyalty.membership"])
review, batches = memberships._review, []
def stop_in_the_third(self, now):
    moves = review(self, now)
    batches.append(self)
    if len(batches) == 3:
        env.flush_all()
        print("half way", flush=True)
        time.sleep(600)
    return moves
memberships._review = stop_in_the_third
"""
    + REVIEW
)


def tiers_in(database):
    """All that a review leaves behind, in names and days."""
    memberships = sql(
        database,
        """SELECT partner.name, tier.sequence, member.date_since, member.date_until,
            member.date_drop, member.amount, member.amount_kept, member.keeps, member.fingerprint
        FROM hau_mai_loyalty_membership member
        JOIN res_partner partner ON partner.id = member.partner_id
        LEFT JOIN hau_mai_loyalty_tier tier ON tier.id = member.tier_id ORDER BY partner.id""",
    )
    moves = sql(
        database,
        """SELECT partner.name, move.kind, move.tier_from_id, move.tier_to_id, move.reason,
            move.amount, move.card_id IS NOT NULL
        FROM hau_mai_loyalty_tier_move move
        JOIN res_partner partner ON partner.id = move.partner_id ORDER BY partner.id, move.id""",
    )
    vouchers = sql(
        database,
        """SELECT partner_id, count(*) FROM loyalty_card card
        JOIN loyalty_program program ON program.id = card.program_id
        WHERE program.name->>'en_US' = 'Welcome' GROUP BY partner_id ORDER BY partner_id""",
    )
    return {"memberships": memberships, "moves": moves, "vouchers": vouchers}


@pytest.fixture(scope="module")
def prepared():
    with clone_database() as database:
        run_python(database, PREPARE_TIERS)
        yield database


@pytest.fixture(scope="module")
def undisturbed(prepared):
    """What one run leaves that nobody disturbs."""
    with clone_database(prepared) as database:
        run_python(database, REVIEW)
        left = tiers_in(database)
    kinds = [row[1] for row in left["moves"]]
    counts = {kind: kinds.count(kind) for kind in kinds}
    quarter = CUSTOMERS // 4
    assert counts == {"upgrade": 2 * quarter, "renewal": quarter, "downgrade": quarter}
    assert [count for _partner, count in left["vouchers"]] == [1] * 2 * quarter
    return left


def test_two_workers_review_as_one(prepared, undisturbed, tmp_path):
    with clone_database(prepared) as database:
        script = SMALL_REVIEWS + WAIT + REVIEW + "print('finished', flush=True)\n"
        run_at_once(database, script, tmp_path)
        assert tiers_in(database) == undisturbed


def test_killed_midway_and_run_again_it_is_the_same(prepared, undisturbed):
    with clone_database(prepared) as database:
        worker = start_python(database, STOP_MIDWAY)
        wait_for(worker, "half way")
        kill(worker)
        left = tiers_in(database)
        assert 0 < len(left["moves"]) < len(undisturbed["moves"]), "whole batches only"
        run_python(database, REVIEW)
        assert tiers_in(database) == undisturbed
        run_python(database, REVIEW)
        assert tiers_in(database) == undisturbed


# === REFERRALS === #

FRIENDS = 20

# One customer brought all of them, so that their rewards go on one card of points.
PREPARE_REFERRALS = f"""
from odoo import fields
from odoo.fields import Command
coupons = env["loyalty.program"].create({{
    "name": "Coming", "program_type": "coupons", "reward_ids": [Command.create({{"discount": 10}})],
}})
points = env["loyalty.program"].create({{"name": "Bringing", "program_type": "loyalty"}})
env.company.write({{
    "hau_mai_referral_program_id": points.id, "hau_mai_referral_points": 7,
    "hau_mai_referee_program_id": coupons.id, "hau_mai_referral_max": 0,
}})
referrer, *friends = env["res.partner"].create(
    [{{"name": name}} for name in ["Referrer", *(f"Friend {{n}}" for n in range({FRIENDS}))]]
)
referrals = env["hau_mai.referral"]._bring([(friend, referrer) for friend in friends])
referrals.date = fields.Datetime.subtract(fields.Datetime.now(), days=60)
product = env["product.product"].create(
    {{"name": "Advice", "type": "service", "invoice_policy": "order"}}
)
line = {{"product_id": product.id, "price_unit": 100, "tax_ids": [Command.clear()]}}
orders = env["sale.order"].create(
    [{{"partner_id": f.id, "order_line": [Command.create(line)]}} for f in friends]
)
orders.action_confirm()
invoices = orders._create_invoices()
invoices.invoice_date = fields.Date.subtract(fields.Date.today(), days=50)
invoices.action_post()
env["account.payment.register"].with_context(
    active_model="account.move", active_ids=invoices.ids
).create({{"payment_date": invoices[0].invoice_date}})._create_payments()
env.cr.commit()
"""

REWARD = """
import functools
model = type(env["hau_mai.batch.mixin"])
model._batch_run = functools.partialmethod(model._batch_run, size=4)
env["hau_mai.referral"]._cron_reward_referrals()
print("finished", flush=True)
"""


def test_two_workers_reward_once(tmp_path):
    with clone_database() as database:
        run_python(database, PREPARE_REFERRALS)
        run_at_once(database, "import os, time\n" + WAIT + REWARD, tmp_path)
        run_python(database, REWARD)  # what one left to the other, if anything
        states = sql(database, "SELECT state, count(*) FROM hau_mai_referral GROUP BY state")
        assert states == [("rewarded", FRIENDS)]
        given = sql(
            database,
            """SELECT program.name->>'en_US', count(DISTINCT card.id), sum(history.issued)
            FROM loyalty_history history JOIN loyalty_card card ON card.id = history.card_id
            JOIN loyalty_program program ON program.id = card.program_id
            WHERE program.name->>'en_US' IN ('Coming', 'Bringing') GROUP BY 1 ORDER BY 1""",
        )
        assert given == [("Bringing", 1, 7 * FRIENDS), ("Coming", FRIENDS, FRIENDS)]
        [(balance,)] = sql(
            database,
            """SELECT card.points FROM loyalty_card card
            JOIN loyalty_program program ON program.id = card.program_id
            WHERE program.name->>'en_US' = 'Bringing'""",
        )
        assert balance == 7 * FRIENDS


# === TWO WHO NAME AT ONCE === #

NAME_AT_ONCE = """
from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
names = ("First", "Second", "Friend")
first, second, friend = env["res.partner"].create([{"name": name} for name in names])
env.cr.commit()
for referrer in (second, first):
    with Registry(env.cr.dbname).cursor() as other:
        theirs = api.Environment(other, env.uid, {})
        theirs["res.partner"].browse(friend.id).name  # its snapshot is from before
        if referrer == second:
            env["hau_mai.referral"]._bring([(friend, first)])
            env.cr.commit()
        def name(env=theirs, id=referrer.id):
            pair = tuple(env["res.partner"].browse((friend.id, id)))
            return env["hau_mai.referral"]._bring([pair])
        try:
            print("new:", len(retrying(name, theirs)), flush=True)
        except UserError as error:
            print("told:", error, flush=True)
"""


def test_who_names_somebody_at_the_same_moment_is_told_who_was_named():
    with clone_database() as database:
        said = run_python(database, NAME_AT_ONCE)
        assert "told: Friend was brought by First already." in said
        assert "new: 0" in said, "the same once more is nothing new"
