from odoo import api, models
from odoo.exceptions import ValidationError


class HauMaiComplaintTeam(models.Model):
    """The clocks of a team's cases need hours in which somebody works."""

    _inherit = "hau_mai.complaint.team"

    @api.constrains("calendar_id")
    def _check_hours(self):
        for team in self.filtered("calendar_id"):
            if team.calendar_id._hau_mai_never_opens(team.company_id):
                raise ValidationError(
                    self.env._(
                        "Nobody works by the hours “%(hours)s” within a year, so no case of the "
                        "team “%(team)s” would ever be due. Give them working time, or choose "
                        "others.",
                        hours=team.calendar_id.name,
                        team=team.name,
                    )
                )
