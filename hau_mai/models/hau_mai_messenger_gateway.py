import logging
from collections import namedtuple

from odoo import api, models

_logger = logging.getLogger(__name__)

#: What the provider says of one message. ``state``: sent, failed, or logged (nothing was
#: sent, on purpose); ``ref``: the provider's own number; ``error``: a sentence for people.
Result = namedtuple("Result", ("state", "ref", "error"), defaults=(False, False))

#: What the provider says later. ``state``: delivered, read or failed.
Report = namedtuple("Report", ("ref", "state", "error"), defaults=(False,))


class HauMaiMessengerGateway(models.AbstractModel):
    """What a provider of messenger messages has to do: two methods.

    To add one, inherit this model as ``hau_mai.messenger.gateway.<provider>``, add the
    provider to the selection of :class:`hau_mai.messenger.account`, and the credentials it
    needs as fields of the account (``groups="base.group_system"``). Messages are handed over
    by a scheduled action, never in the transaction that made them.
    """

    _name = "hau_mai.messenger.gateway"
    _description = "Messenger Provider"

    @api.model
    def _send(self, account, messages):
        """Hand messages over to the provider.

        :param account: ``hau_mai.messenger.account`` with the credentials
        :param messages: ``hau_mai.messenger.message`` records; of use are ``number``
            (E.164), ``template_id.provider_ref``, ``params`` (``{name: text}``) and
            ``uuid``, to be passed on as the provider's key against doubles
        :return: ``{message id: Result}``; who is missing is tried again later
        :raises Exception: when nothing at all was handed over, such as without a network;
            all are tried again later
        """
        raise NotImplementedError

    @api.model
    def _parse_report(self, account, payload):
        """What a delivery report of the provider says: a list of :data:`Report`.

        :param payload: as received, checked by whoever received it
        """
        raise NotImplementedError


class HauMaiMessengerGatewayLog(models.AbstractModel):
    """No provider: messages are written to the log of the server, and nothing is sent."""

    _name = "hau_mai.messenger.gateway.log"
    _inherit = "hau_mai.messenger.gateway"
    _description = "Messenger: Log Only"

    @api.model
    def _send(self, account, messages):
        for message in messages:
            _logger.info("Messenger, log only, not sent: message %s", message.uuid)
        return {message.id: Result("logged") for message in messages}

    @api.model
    def _parse_report(self, account, payload):
        return [Report(*row) for row in payload]
