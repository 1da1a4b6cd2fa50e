"""What the tests of services have in common: a started unit, a center, a plan, a job."""

from contextlib import contextmanager
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command

from .common import HauMaiCase


class ServiceCase(HauMaiCase):
    """The shop with a technician, a desk user, a manager, and one air conditioner in use."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Service = cls.env["hau_mai.service"]
        cls.technician = cls.make_user("after_own", name="Hùng")
        cls.desk = cls.make_user("after_all", name="Hoa")
        cls.manager = cls.make_user("after_manager", name="Minh")
        cls.unit = cls.make_unit()

    @classmethod
    def make_unit(cls, started_ago=30, **vals):
        """A card that was started so many days ago; None: not started."""
        unit = cls.env["hau_mai.unit"].create(
            {
                "partner_id": cls.partner.id,
                "product_id": cls.product.id,
                "policy_id": cls.policy.id,
                **vals,
            }
        )
        if started_ago is not None:
            unit.action_start(cls.today - timedelta(days=started_ago), "A test")
        return unit

    @classmethod
    def make_plan(cls, *lines, **vals):
        """A plan of lines given as dicts; one cleaning every six months when left out."""
        lines = lines or ({"name": "Cleaning", "interval": 6, "interval_unit": "month"},)
        commands = [Command.create({"name": "Cleaning", **line}) for line in lines]
        return cls.env["hau_mai.maintenance.plan"].create(
            {"name": "Plan", "line_ids": commands, **vals}
        )

    @classmethod
    def make_center(cls, name="Workshop", **vals):
        return cls.env["hau_mai.service.center"].create({"name": name, **vals})

    @classmethod
    def make_service(cls, **vals):
        values = {"kind": "repair", "unit_id": cls.unit.id}
        return cls.Service.create(values | vals)

    def moment(self, days=0, hours=0):
        """A moment counted from now, naive UTC."""
        now = fields.Datetime.now().replace(microsecond=0)
        return now + timedelta(days=days, hours=hours)

    @contextmanager
    def refused(self, sentence):
        """What is done inside is refused with this sentence, and nothing of it stays."""
        with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
            yield


class WorkCase(ServiceCase):
    """A unit out of term, parts, work and a check fee to charge for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.hau_mai_vietnam_rules = True
        cls.board = cls.make_product("Control board", list_price=120, standard_price=70)
        cls.work = cls.make_product("Repair work", type="service", list_price=40)
        cls.fee = cls.make_product("Check fee", type="service", list_price=15)
        cls.company.hau_mai_check_fee_product_id = cls.fee
        cls.short = cls.make_policy("Short", duration=12)
        cls.old = cls.make_unit(started_ago=1000, serial_number="OLD-1", policy_id=cls.short.id)

    def job(self, *rows, **vals):
        """A job in progress, out of term unless said otherwise, with rows (product, kind)."""
        service = self.make_service(unit_id=self.old.id, **vals)
        self.env["hau_mai.service.line"].create(
            [{"service_id": service.id, "product_id": p.id, "kind": kind} for p, kind in rows]
        )
        service.state = "in_progress"
        return service
