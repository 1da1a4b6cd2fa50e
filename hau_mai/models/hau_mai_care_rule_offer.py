from odoo import api, models
from odoo.exceptions import ValidationError

from ..tools.contact import ADVERTISING
from ..tools.offer import Text, advertising_faults, find_offer


class HauMaiCareRule(models.Model):
    """What a rule says fits what it is called: an offer is advertising, and says that it is."""

    _inherit = "hau_mai.care.rule"

    # === CONSTRAINT METHODS === #

    @api.constrains("purpose", "channel", "summary", "note", "company_id")
    def _check_offers(self):
        """In every language: the customer reads theirs."""
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        for rule in self:
            for lang in languages:
                spoken = rule.with_context(lang=lang)
                rule._check_offer(
                    spoken._offer_texts(), rule.purpose, rule.company_id or self.env.company
                )

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        result = super()._update_field_translations(field_name, translations, digest, source_lang)
        if field_name in ("summary", "note"):
            self._check_offers()
        return result

    # === SEAMS === #

    def _offer_texts(self):
        """What this rule would say, in the language of the context.

        Channels add their templates; who writes those calls :meth:`_check_offers` again.

        :return: list of :class:`tools.offer.Text`
        """
        self.ensure_one()
        return [
            Text(self.env._("Summary"), "activity", self.summary or ""),
            Text(self.env._("Note"), "activity", self.note or ""),
        ]

    # === BUSINESS METHODS === #

    @api.model
    def _check_offer(self, texts, purpose, company):
        """Refuse texts that are advertising under another name, or do not say that they are.

        :param texts: :class:`tools.offer.Text` s
        :param str purpose: service, marketing, survey or birthday
        :param company: who would send them
        :raises ValidationError: naming the text, what is wrong, and what to do
        """
        for text in texts:
            if purpose not in ADVERTISING:
                self._check_no_offer(text)
            elif company.sudo().hau_mai_vietnam_rules:
                self._check_advertising(text, company)

    @api.model
    def _check_no_offer(self, text):
        for part in (text.subject, text.body):
            if offer := find_offer(part):
                raise ValidationError(
                    self.env._(
                        "“%(text)s” contains an offer (%(offer)s). What offers something is "
                        "advertising, whatever it is called: choose the purpose Marketing, which "
                        "needs the customer's consent, or take the offer out.",
                        text=text.label,
                        offer=offer,
                    )
                )

    @api.model
    def _check_advertising(self, text, company):
        faults = advertising_faults(text, company._hau_mai_as_advertiser())
        if faults:
            words = self._advertising_words()
            raise ValidationError(
                "\n".join(
                    [
                        self.env._(
                            "“%s” is advertising, and misses what the law asks:", text.label
                        ),
                        *(f"- {words[fault]}" for fault in faults),
                    ]
                )
            )

    @api.model
    def _advertising_words(self):
        """``{code: what to do}``."""
        return {
            "no_label": self.env._("Begin the message with [QC] or [AD]."),
            "no_label_subject": self.env._("Begin the subject with [QC] or [AD]."),
            "no_stop": self.env._(
                "End the message with how to refuse, such as {{ object.preferences_url }}."
            ),
            "no_link": self.env._(
                "Put the link to refuse into the email: {{ object.preferences_url }}."
            ),
            "no_advertiser_name": self.env._("Name your company: {{ object.advertiser }}."),
            "no_advertiser_phone": self.env._("Give your phone number: {{ object.advertiser }}."),
            "no_advertiser_address": self.env._("Give your address: {{ object.advertiser }}."),
        }
