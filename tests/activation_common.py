"""What the tests of activations have in common: a delivered product that waits for it, a dealer."""

from datetime import timedelta

from .portal_common import PortalCase

#: The smallest picture.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "08d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


class ActivationCase(PortalCase):
    """A policy that starts with the activation, within 30 days of the delivery."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Activation = cls.env["hau_mai.activation"]
        cls.activated_policy = cls.make_policy("By activation", "activation")
        cls.purifier = cls.make_product("Purifier", warranty_policy_id=cls.activated_policy.id)
        cls.customer.partner_id.write({"phone": "+84 90 555 66 77", "email": "an@example.com"})
        cls.card = cls.sell_card(cls.customer.partner_id, "AP-1")
        cls.card._ensure_access_tokens()
        cls.dealer = cls.env["res.partner"].create(
            {"name": "Dealer Sao Mai", "is_company": True, "hau_mai_dealer": True, "lang": "en_US"}
        )
        cls.seller = cls.make_customer("seller", "Vũ Hải", parent_id=cls.dealer.id)
        cls.stock = cls.sell_card(cls.dealer, "DL-1")
        cls.bare = cls.sell_card(cls.dealer, False)

    @classmethod
    def sell_card(cls, partner, serial, days_ago=10, **vals):
        """A card of something delivered so many days ago and not activated."""
        return cls.make_unit(
            None,
            partner_id=partner.id,
            product_id=cls.purifier.id,
            policy_id=cls.activated_policy.id,
            serial_number=serial,
            date_delivered=cls.today - timedelta(days=days_ago),
            **vals,
        )

    def rows(self, unit=None):
        return self.Activation.search([("unit_id", "=", (unit or self.card).id)])

    def photo(self, content=PIXEL):
        return {"photos": ("invoice.png", content, "image/png")}

    # === WHAT PEOPLE DO === #

    def owner_activates(self, user=None, unit=None, files=None, **said):
        url = f"/my/warranties/{(unit or self.card).id}/activate"
        return self.post(url, user or self.customer, files=files, **said)

    def scan(self, unit=None, user=None, files=None, **said):
        """Somebody fills in the form behind the QR code."""
        said = {"name": "Lê Văn Tám", "phone": "0912 000 111", "serial": "AP-1"} | said
        token = (unit or self.card).access_token
        return self.post(f"/warranty/card/{token}/activate", user, files=files, **said)

    def sell(self, unit=None, user=None, **said):
        """The dealer activates for whom they sold to."""
        said = {"name": "Phạm Thị Bốn", "phone": "0987 654 321", "day": str(self.today)} | said
        where = (unit or self.stock).id if "serials" not in said else "several"
        return self.post(f"/my/dealer/{where}", user or self.seller, **said)
