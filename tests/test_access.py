"""Every model, every role, every operation; every method that can be called from outside.

The tables below are the promise. A model or a public method without an entry fails.
"""

from odoo.exceptions import AccessError, UserError
from odoo.models import LOG_ACCESS_COLUMNS
from odoo.service.model import call_kw
from odoo.tests import new_test_user

from .care_common import CareCase

ROLES = {
    "public": "base.group_public",
    "portal": "base.group_portal",
    "internal": "base.group_user",
    "sales_own": "sales_team.group_sale_salesman",
    "sales_all": "sales_team.group_sale_salesman_all_leads",
    "after_own": "hau_mai.group_user_own",
    "after_all": "hau_mai.group_user_all",
    "manager": "hau_mai.group_manager",
}
OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}

NOBODY = dict.fromkeys(ROLES, "")
INSIDE = dict.fromkeys(set(ROLES) - {"public", "portal"}, "r")
AFTER_SALES = {"after_own": "rwcd", "after_all": "rwcd", "manager": "rwcd"}
SALES = {"sales_own": "rwcd", "sales_all": "rwcd"}
SELLERS = AFTER_SALES | {"sales_own": "rwcd", "sales_all": "rwcd"}

#: What a role may do with records of a model at all.
MODELS = {
    "hau_mai.warranty.policy": NOBODY | INSIDE | {"manager": "rwcd"},
    "hau_mai.warranty.term": NOBODY | INSIDE | {"manager": "rwcd"},
    "hau_mai.warranty.edition": NOBODY | INSIDE,
    "hau_mai.unit": NOBODY
    | {"portal": "r", "sales_own": "r", "sales_all": "r"}
    | {"after_own": "rwc", "after_all": "rwc", "manager": "rwc"},
    "hau_mai.coverage": NOBODY
    | {"portal": "r", "sales_own": "r", "sales_all": "r"}
    | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.care.rule": NOBODY | {"after_own": "r", "after_all": "r", "manager": "rwcd"},
    "hau_mai.touchpoint": NOBODY | {"after_own": "rw", "after_all": "rw", "manager": "rw"},
    "hau_mai.consent": NOBODY | {"after_own": "rc", "after_all": "rc", "manager": "rc"},
    "hau_mai.maintenance.plan": NOBODY | INSIDE | {"manager": "rwcd"},
    "hau_mai.maintenance.plan.line": NOBODY | INSIDE | {"manager": "rwcd"},
    "hau_mai.maintenance.schedule": NOBODY | dict.fromkeys(AFTER_SALES, "rwc"),
    "hau_mai.maintenance.occurrence": NOBODY | dict.fromkeys(AFTER_SALES, "rw"),
    "hau_mai.card.import": NOBODY | {"manager": "rwcd"},
    "hau_mai.card.import.row": NOBODY | {"manager": "rw"},
    "hau_mai.unit.reading": NOBODY | dict.fromkeys(AFTER_SALES, "rwc"),
    "hau_mai.unit.contact": NOBODY | AFTER_SALES,
    "hau_mai.service": NOBODY | dict.fromkeys(AFTER_SALES, "rwc") | {"portal": "r"},
    "hau_mai.service.line": NOBODY | AFTER_SALES,
    "hau_mai.service.check": NOBODY | AFTER_SALES,
    "hau_mai.service.decision": NOBODY | AFTER_SALES,
    "hau_mai.symptom": NOBODY | dict.fromkeys(AFTER_SALES, "r") | {"manager": "rwcd"},
    "hau_mai.service.center": NOBODY | dict.fromkeys(AFTER_SALES, "r") | {"manager": "rwc"},
    "hau_mai.unit.decision": NOBODY | AFTER_SALES,
    "hau_mai.activation": NOBODY | dict.fromkeys(AFTER_SALES, "rw"),
    "hau_mai.activation.notice": NOBODY | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.activation.refusal": NOBODY | AFTER_SALES,
    "hau_mai.touchpoint.outcome": NOBODY | AFTER_SALES,
    "hau_mai.service.condition": NOBODY | AFTER_SALES,
    "hau_mai.service.loaner": NOBODY | dict.fromkeys(AFTER_SALES, "rwc"),
    "hau_mai.service.promise": NOBODY | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.service.notice": NOBODY | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.condition.item": NOBODY | dict.fromkeys(AFTER_SALES, "r") | {"manager": "rwcd"},
    "hau_mai.promise.move": NOBODY | AFTER_SALES,
    "hau_mai.receipt.reopen": NOBODY | {"manager": "rwcd"},
    "hau_mai.maintenance.plan.part": NOBODY | INSIDE | {"manager": "rwcd"},
    "hau_mai.maintenance.plan.check": NOBODY | INSIDE | {"manager": "rwcd"},
    "hau_mai.maintenance.decision": NOBODY | AFTER_SALES,
    "hau_mai.service.leg": NOBODY | AFTER_SALES,
    "hau_mai.service.claim": NOBODY | dict.fromkeys(AFTER_SALES, "rwc"),
    "hau_mai.service.ruling": NOBODY | AFTER_SALES,
    "hau_mai.unit.exchange": NOBODY | AFTER_SALES,
    "hau_mai.service.technician": NOBODY | dict.fromkeys(AFTER_SALES, "r") | {"manager": "rwcd"},
    "hau_mai.service.center.offer": NOBODY | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.service.center.choice": NOBODY | AFTER_SALES,
    "hau_mai.service.center.choice.line": NOBODY | AFTER_SALES,
    "hau_mai.complaint": NOBODY
    | {"portal": "r", "sales_own": "r", "sales_all": "r"}
    | dict.fromkeys(AFTER_SALES, "rwc"),
    "hau_mai.complaint.action": NOBODY | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.complaint.minutes": NOBODY | dict.fromkeys(AFTER_SALES, "rwc"),
    "hau_mai.complaint.solve": NOBODY | AFTER_SALES,
    "hau_mai.complaint.refusal": NOBODY | AFTER_SALES,
    "hau_mai.complaint.move": NOBODY | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.complaint.notice": NOBODY | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.rating.correction": NOBODY | {"manager": "rwcd"},
    "hau_mai.complaint.stage": NOBODY | INSIDE | {"portal": "r", "manager": "rwcd"},
    "hau_mai.complaint.team": NOBODY | INSIDE | {"manager": "rwcd"},
    "hau_mai.complaint.category": NOBODY | INSIDE | {"portal": "r", "manager": "rwcd"},
    "hau_mai.complaint.cause": NOBODY | INSIDE | {"manager": "rwcd"},
    "hau_mai.complaint.merge": NOBODY | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.complaint.decision": NOBODY | AFTER_SALES,
    "hau_mai.complaint.merging": NOBODY | AFTER_SALES,
    "hau_mai.complaint.split": NOBODY | AFTER_SALES,
    "hau_mai.complaint.split.line": NOBODY | AFTER_SALES,
    "hau_mai.sla.policy": NOBODY | INSIDE | {"manager": "rwcd"},
    "hau_mai.sla.status": NOBODY | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.sla.segment": NOBODY | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.sla.step": NOBODY | INSIDE | {"manager": "rwcd"},
    "hau_mai.sla.alert": NOBODY | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.sla.miss": NOBODY | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.sla.miss.reason": NOBODY | AFTER_SALES,
    "hau_mai.sla.report": NOBODY | {"after_all": "r", "manager": "r"},
    "hau_mai.complaint.report": NOBODY | {"after_all": "r", "manager": "r"},
    "hau_mai.complaint.summary": NOBODY | {"manager": "rwcd"},
    "hau_mai.complaint.month": NOBODY | {"manager": "rw"},
    "hau_mai.loyalty.tier": NOBODY | INSIDE | {"manager": "rwcd"},
    "hau_mai.loyalty.membership": NOBODY | dict.fromkeys(AFTER_SALES, "r") | {"manager": "rw"},
    "hau_mai.loyalty.tier.move": NOBODY | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.referral": NOBODY | dict.fromkeys(AFTER_SALES, "rc"),
    "hau_mai.gift": NOBODY | dict.fromkeys(AFTER_SALES, "rwc"),
    "hau_mai.messenger.account": NOBODY | dict.fromkeys(AFTER_SALES, "r") | {"manager": "rwc"},
    "hau_mai.messenger.template": NOBODY | dict.fromkeys(AFTER_SALES, "r") | {"manager": "rwc"},
    "hau_mai.messenger.message": NOBODY | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.referral.code": NOBODY | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.referral.refusal": NOBODY | {"manager": "rwcd"},
    "hau_mai.nps": NOBODY | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.review": NOBODY | dict.fromkeys(AFTER_SALES, "rw"),
    "hau_mai.review.hiding": NOBODY | {"manager": "rwcd"},
    "hau_mai.privacy.request": NOBODY | {"after_all": "rc", "manager": "rwc"},
    "hau_mai.privacy.notice": NOBODY | {"after_all": "r", "manager": "r"},
    "hau_mai.privacy.erasure": NOBODY | {"manager": "rwcd"},
    "hau_mai.retention.rule": NOBODY | {"manager": "rwc"},
    "hau_mai.retention.item": NOBODY | {"manager": "rw"},
    "hau_mai.retention.run": NOBODY | {"manager": "r"},
    "hau_mai.loyalty.due": NOBODY | {"manager": "r"},
    "hau_mai.loyalty.decision": NOBODY | {"manager": "rwcd"},
    "hau_mai.loyalty.draft": NOBODY | {"manager": "rwcd"},
    "hau_mai.loyalty.draft.line": NOBODY | {"manager": "rwcd"},
    "hau_mai.consent.wording": NOBODY | dict.fromkeys(AFTER_SALES, "r") | {"manager": "rwcd"},
    "hau_mai.consent.request": NOBODY | dict.fromkeys(AFTER_SALES, "rw"),
    "hau_mai.consent.record": NOBODY | AFTER_SALES,
    "hau_mai.consent.record.line": NOBODY | AFTER_SALES,
    "hau_mai.do.not.call": NOBODY | dict.fromkeys(AFTER_SALES, "r") | {"manager": "rwcd"},
    "hau_mai.do.not.call.import": NOBODY | {"manager": "rwcd"},
    "hau_mai.contact.slot": NOBODY | {"manager": "r"},
    "hau_mai.rate.limit": NOBODY | {"manager": "r"},
    "hau_mai.care.date": NOBODY | dict.fromkeys(AFTER_SALES, "r") | {"manager": "rwcd"},
    "hau_mai.care.date.day": NOBODY | dict.fromkeys(AFTER_SALES, "r") | {"manager": "rwcd"},
    "hau_mai.care.journey": NOBODY | dict.fromkeys(AFTER_SALES, "r") | {"manager": "rwcd"},
    "hau_mai.care.dry.run": NOBODY | AFTER_SALES,
    "hau_mai.care.dry.run.line": NOBODY | AFTER_SALES,
    "hau_mai.care.report": NOBODY | {"after_all": "r", "manager": "r"},
    "hau_mai.guidance": NOBODY | INSIDE | {"manager": "rwcd"},
    "hau_mai.past.orders": NOBODY | dict.fromkeys(AFTER_SALES, "r") | {"manager": "rwcd"},
    "hau_mai.past.orders.line": NOBODY | dict.fromkeys(AFTER_SALES, "r") | {"manager": "rwcd"},
    "hau_mai.past.orders.item": NOBODY | {"manager": "r"},
    "hau_mai.serial.entry": NOBODY | SALES | AFTER_SALES,
    "hau_mai.serial.entry.line": NOBODY | SALES | AFTER_SALES,
    "hau_mai.unit.owner": NOBODY | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.unit.transfer": NOBODY | AFTER_SALES,
    "hau_mai.transfer.request": NOBODY | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.unit.ruling": NOBODY | AFTER_SALES,
    "hau_mai.unit.correction": NOBODY | {"manager": "rwcd"},
    "hau_mai.goodwill": NOBODY | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.unit.goodwill": NOBODY | AFTER_SALES,
    "hau_mai.forfeiture": NOBODY | dict.fromkeys(AFTER_SALES, "r"),
    "hau_mai.unit.forfeiture": NOBODY | AFTER_SALES,
    "hau_mai.extension.offer": NOBODY | SELLERS,
    "hau_mai.extension.offer.line": NOBODY | SELLERS,
}

#: What a role may do with their own record and with somebody else's.
RECORDS = {
    "hau_mai.unit": {
        "public": ("", ""),
        "portal": ("r", ""),
        "internal": ("", ""),
        "sales_own": ("r", ""),
        "sales_all": ("r", "r"),
        "after_own": ("rwc", "r"),
        "after_all": ("rwc", "rwc"),
        "manager": ("rwc", "rwc"),
    },
    "hau_mai.touchpoint": dict.fromkeys(ROLES, ("", ""))
    | {"after_own": ("rw", "r"), "after_all": ("rw", "rw"), "manager": ("rw", "rw")},
}
RECORDS["hau_mai.activation"] = RECORDS["hau_mai.touchpoint"]
RECORDS["hau_mai.coverage"] = RECORDS["hau_mai.unit"]
RECORDS["hau_mai.coverage"] = dict.fromkeys(ROLES, ("r", "r")) | {
    "public": ("", ""),
    "portal": ("r", ""),
    "internal": ("", ""),
    "sales_own": ("r", ""),
}
RECORDS["hau_mai.service"] = dict.fromkeys(ROLES, ("", "")) | {
    "portal": ("r", ""),
    "after_own": ("rwc", "r"),
    "after_all": ("rwc", "rwc"),
    "manager": ("rwc", "rwc"),
}
RECORDS["hau_mai.service.line"] = dict.fromkeys(ROLES, ("", "")) | {
    "after_own": ("rwcd", "r"),
    "after_all": ("rwcd", "rwcd"),
    "manager": ("rwcd", "rwcd"),
}
RECORDS["hau_mai.service.check"] = RECORDS["hau_mai.service.line"]
RECORDS["hau_mai.service.condition"] = RECORDS["hau_mai.service.line"]
RECORDS["hau_mai.service.loaner"] = dict.fromkeys(ROLES, ("", "")) | {
    "after_own": ("rwc", "r"),
    "after_all": ("rwc", "rwc"),
    "manager": ("rwc", "rwc"),
}
RECORDS["hau_mai.complaint"] = dict.fromkeys(ROLES, ("", "")) | {
    "portal": ("r", ""),
    "sales_own": ("r", ""),
    "sales_all": ("r", "r"),
    "after_own": ("rwc", "r"),
    "after_all": ("rwc", "rwc"),
    "manager": ("rwc", "rwc"),
}
RECORDS["hau_mai.complaint.minutes"] = RECORDS["hau_mai.service.loaner"]
RECORDS["hau_mai.gift"] = RECORDS["hau_mai.service.loaner"]
RECORDS["hau_mai.privacy.request"] = dict.fromkeys(ROLES, ("", "")) | {
    "after_all": ("rc", ""),
    "manager": ("rwc", "rwc"),
}
RECORDS["hau_mai.service.leg"] = RECORDS["hau_mai.service.line"]
RECORDS["hau_mai.service.claim"] = RECORDS["hau_mai.service.loaner"]

#: Methods that can be called from outside and change something, with what they are given.
CHANGING = {
    "hau_mai.unit": {
        "action_start": ["2026-01-01", "a reason"],
        "action_take_start_back": [],
        "action_activate": [],
        "action_void": ["a reason"],
        "action_restore": [],
        "action_plan_visits": [],
        "action_exchange": ["N-1", "a reason"],
        "action_send_card": [],
        "action_transfer": [1, "a reason"],
        "action_confirm_transfer": [],
        "action_refuse_transfer": ["a reason"],
        "action_approve_goodwill": [],
        "action_refuse_goodwill": ["a reason"],
    },
    "hau_mai.activation": {
        "action_accept": [],
        "action_refuse": ["a reason"],
        "action_take_serial": [],
    },
    "hau_mai.activation.refusal": {"action_apply": []},
    "hau_mai.touchpoint": {
        "action_reached": [],
        "action_no_answer": [],
        "action_wrong_number": [],
        "action_refused": [],
        "action_problem": [],
        "action_cancel": [],
        "action_try_again": [],
    },
    "hau_mai.service": {
        "action_schedule": ["2026-01-01 02:00:00"],
        "action_on_the_way": [],
        "action_start": [],
        "action_resume": [],
        "action_wait": ["parts", "a reason"],
        "action_done": [],
        "action_apply_finish": [],
        "action_hand_over": [],
        "action_again": ["a reason"],
        "action_cancel": ["a reason"],
        "action_reopen": [],
        "action_receive": [],
        "action_print_receipt": [],
        "action_propose_conditions": [],
        "action_reopen_receipt": ["a reason"],
        "action_move_promise": ["2035-01-01 10:00:00", "a reason"],
        "action_ask_again": [],
        "action_accept_out_of_term": ["a reason"],
        "action_refuse_warranty": ["a reason"],
        "action_goodwill": ["a reason"],
        "action_quote": [],
        "action_send_quotation": [],
        "action_customer_agrees": [],
        "action_customer_declines": ["covered"],
        "action_back_from_maker": [],
        "action_refund": [],
        "action_refuse_remedy": ["a reason"],
        "action_assign_center": [],
        "action_offer_again": [],
        "action_center_accepted": [],
    },
    "hau_mai.service.check": {
        "action_make_line": [],
        "action_make_job": [],
    },
    "hau_mai.service.decision": {"action_apply": []},
    "hau_mai.unit.decision": {"action_apply": []},
    "hau_mai.touchpoint.outcome": {"action_apply": []},
    "sale.order": {
        "action_refresh_warranties": [],
        "action_send_warranty_cards": [],
    },
    "hau_mai.service.loaner": {"action_take_back": []},
    "hau_mai.promise.move": {"action_apply": []},
    "hau_mai.receipt.reopen": {"action_apply": []},
    "hau_mai.counter": {"receive": [{}]},
    "hau_mai.maintenance.schedule": {
        "action_pause": ["a reason"],
        "action_resume": [],
        "action_cancel": ["a reason"],
        "action_set_anchor": ["2026-01-01", "a reason"],
        "action_try_again": [],
    },
    "hau_mai.maintenance.occurrence": {
        "action_skip": ["a reason"],
        "action_move": ["2026-01-01", "a reason"],
        "action_done": [],
        "action_take_back": [],
        "action_book": [],
    },
    "hau_mai.maintenance.decision": {"action_apply": []},
    "hau_mai.service.line": {
        "action_goodwill": ["a reason"],
        "action_charge": ["a reason"],
    },
    "hau_mai.service.claim": {
        "action_claim": [],
        "action_credit": [],
        "action_refuse": [],
        "action_reopen": [],
    },
    "hau_mai.service.ruling": {"action_apply": []},
    "hau_mai.unit.exchange": {"action_apply": []},
    "hau_mai.service.center.choice.line": {"action_choose": []},
    "hau_mai.complaint": {
        "action_take": [],
        "action_wait": ["customer", "a reason"],
        "action_resume": [],
        "action_solve": [],
        "action_close": [],
        "action_reopen": ["a reason"],
        "action_create_customer": [],
        "action_report_sent": [],
        "action_assign": [],
        "action_later": ["2035-01-01", "a reason"],
        "action_wake": [],
        "action_duplicate": [1, "a reason"],
        "action_handover": [1, "some words"],
        "action_undo_merge": [],
        "action_open_solve": [],
        "action_refuse": ["a reason", "a ground"],
        "action_reset_priority": [],
        "action_acknowledge_alerts": [],
    },
    "hau_mai.rating.correction": {"action_apply": []},
    "hau_mai.complaint.decision": {"action_apply": []},
    "hau_mai.complaint.merging": {"action_apply": []},
    "hau_mai.complaint.split": {"action_apply": []},
    "hau_mai.complaint.action": {
        "action_approve": [],
        "action_refuse": ["a reason"],
    },
    "hau_mai.complaint.solve": {
        "action_apply": [],
        "action_do": [],
    },
    "hau_mai.complaint.refusal": {"action_apply": []},
    "hau_mai.call": {
        "log_note": [1, "a note"],
        "open_case": [{"text": "It drips"}],
    },
    "hau_mai.sla.miss": {"action_explain": ["a reason"]},
    "hau_mai.sla.miss.reason": {"action_apply": []},
    "hau_mai.complaint.month": {"action_try_again": []},
    "hau_mai.gift": {
        "action_sent": [],
        "action_returned": [],
        "action_pack_again": [],
        "action_cancel": [],
    },
    "hau_mai.messenger.template": {
        "action_submit": [],
        "action_approve": [],
        "action_reject": [],
        "action_draft": [],
    },
    "hau_mai.referral": {
        "action_accept": [],
        "action_refuse": ["a reason"],
    },
    "hau_mai.referral.refusal": {"action_apply": []},
    "res.partner": {
        "action_make_referral_code": [],
        "action_ask_consent": [],
        "action_revoke_contact_links": [],
    },
    "hau_mai.review": {
        "action_hide": ["spam"],
        "action_show": [],
        "action_withdraw": [],
    },
    "hau_mai.review.hiding": {"action_apply": []},
    "hau_mai.privacy.request": {
        "action_answer": [],
        "action_stop_marketing": [],
        "action_export": [],
        "action_done": [],
        "action_refuse": ["a reason", "a ground"],
        "action_take_up": [],
    },
    "hau_mai.privacy.erasure": {"action_apply": []},
    "hau_mai.retention.item": {
        "action_keep": [],
        "action_due": [],
    },
    "hau_mai.loyalty.membership": {"action_review_now": []},
    "hau_mai.loyalty.decision": {"action_apply": []},
    "hau_mai.past.orders": {
        "action_count": [],
        "action_start": [],
        "action_pause": [],
        "action_continue": [],
        "action_stop": [],
        "action_retry": [],
    },
    "hau_mai.past.orders.item": {"action_retry": []},
    "hau_mai.loyalty.draft": {
        "action_preview": [],
        "action_plan": [],
        "action_draft": [],
        "action_cancel": [],
    },
    "hau_mai.loyalty.tier": {"action_use_usual_tiers": []},
    "hau_mai.card.import": {
        "action_check": [],
        "action_check_again": [],
        "action_take": [],
    },
    "hau_mai.consent.wording": {"action_new_version": []},
    "hau_mai.consent.request": {
        "action_yes": [],
        "action_no": [],
    },
    "hau_mai.consent.record": {"action_apply": []},
    "hau_mai.do.not.call.import": {"action_apply": []},
    "hau_mai.care.journey": {
        "action_start_from_template": [],
        "action_activate": [],
        "action_pause": [],
    },
    "hau_mai.serial.entry": {"action_apply": []},
    "hau_mai.unit.transfer": {"action_apply": []},
    "hau_mai.unit.ruling": {"action_apply": []},
    "hau_mai.unit.correction": {"action_apply": []},
    "hau_mai.unit.goodwill": {"action_apply": []},
    "hau_mai.unit.forfeiture": {"action_apply": []},
    "hau_mai.transfer.request": {
        "action_confirm": [],
        "action_refuse": ["a reason"],
    },
    "hau_mai.goodwill": {
        "action_approve": [],
        "action_refuse": ["a reason"],
    },
    "hau_mai.forfeiture": {"action_undo": ["a reason"]},
    "hau_mai.extension.offer": {"action_apply": []},
    "sale.order.line": {"action_extend": []},
}

#: What salespersons do with what they sold themselves, and nobody else's.
SOLD = {("hau_mai.unit", "action_send_card"), ("hau_mai.serial.entry", "action_apply")}
#: What salespersons change: it is their work.
SELLING = ("sale.order.line", "hau_mai.extension.offer")

#: Abstract models that are a part of one model: their methods are listed there.
PARTS = {"hau_mai.case.mixin": "hau_mai.complaint"}

#: Methods that can be called from outside and only tell or open something.
TELLING = {
    "hau_mai.action.mixin": {"action_open"},
    "hau_mai.asking.mixin": {"action_view_ratings"},
    "hau_mai.overview": {"get_overview"},
    "hau_mai.unit": {
        "action_open",
        "action_view_order",
        "action_view_services",
        "action_new_service",
        "action_add_reading",
        "action_view_remedy",
        "action_view_activation",
        "action_enter_serials",
        "action_correct",
        "action_forfeit",
        "action_goodwill",
        "action_extend",
    },
    "hau_mai.activation": {"action_open_unit"},
    "hau_mai.coverage": {
        "action_open_unit",
        "action_open_extension_order",
    },
    "hau_mai.card.import": {
        "action_view_rows",
        "action_view_cards",
        "action_refresh",
        "action_download_template",
        "action_download_template_csv",
        "action_download_bad",
        "action_download_bad_csv",
    },
    "hau_mai.card.import.row": {"action_open_card"},
    "hau_mai.service": {
        "action_decide",
        "action_finish",
        "action_scan",
        "action_lend",
        "action_exchange",
        "action_print_receipt",
        "action_send_to_maker",
        "action_view_claims",
        "action_view_quotations",
        "action_choose_center",
        "action_add_reading",
    },
    "hau_mai.complaint": {
        "action_decide",
        "action_merge",
        "action_split",
        "action_view_minutes",
    },
    "hau_mai.care.rule": {
        "action_view_touchpoints",
        "action_view_messages",
        "action_preview_today",
        "action_preview_soon",
        "action_dry_run",
        "action_view_effect",
    },
    "hau_mai.touchpoint": {
        "action_outcome",
        "action_open_document",
        "action_view_call",
        "action_view_complaint",
        "action_view_gift",
        "action_offer_extension",
        "mail_allowed_qweb_expressions",
    },
    "product.product": {
        "action_view_complaints",
        "action_view_units",
        "action_view_services",
    },
    "product.template": {
        "action_view_complaints",
        "action_view_units",
        "action_view_services",
    },
    "res.partner": {
        "action_view_consents",
        "action_view_referrals",
        "action_view_membership",
        "action_view_warranties",
        "action_view_services",
        "action_new_service",
        "action_log_call",
        "get_after_sales_page",
        "action_privacy_lookup",
        "action_view_privacy_requests",
        "action_give_tier",
        "action_record_consent",
    },
    "sale.order": {
        "action_view_units",
        "action_view_services",
        "action_view_service",
        "action_enter_serials",
    },
    "sale.order.line": {"action_view_units"},
    "hau_mai.counter": {
        "find",
        "get_unit",
    },
    "hau_mai.call": {
        "find",
        "get_caller",
        "get_types",
    },
    "hau_mai.commitment.mixin": {
        "action_view_units",
        "action_view_products",
    },
    "hau_mai.maintenance.schedule": {"action_open_unit"},
    "res.config.settings": {
        "action_open_procedure",
        "action_open_reviews",
        "action_open_warranty_check",
    },
    "hau_mai.maintenance.occurrence": {"action_view_service"},
    "hau_mai.service.leg": {"action_save"},
    "hau_mai.complaint.action": {"action_open_document"},
    "hau_mai.service.center": {
        "action_open_map",
        "action_view_services",
    },
    "hau_mai.complained.mixin": {
        "action_view_complaints",
        "action_new_complaint",
    },
    "hau_mai.complaint.report": {"action_open"},
    "hau_mai.complaint.summary": {"action_print"},
    "hau_mai.complaint.team": {
        "action_view_cases",
        "action_view_report",
    },
    "hau_mai.referral": {"action_view_order"},
    "hau_mai.nps": {"action_view_complaint"},
    "hau_mai.review": {"action_open_hiding"},
    "privacy.lookup.wizard": {"action_lookup"},
    "hau_mai.privacy.request": {
        "action_download_json",
        "action_download_paper",
        "action_erase",
        "action_view_customer",
    },
    "hau_mai.retention.item": {"action_open_document"},
    "hau_mai.retention.rule": {
        "action_preview",
        "action_view_items",
    },
    "hau_mai.loyalty.membership": {
        "action_give_tier",
        "action_back_to_rules",
        "action_view_moves",
    },
    "hau_mai.loyalty.draft": {"action_view_moving"},
    "hau_mai.past.orders": {
        "action_view_units",
        "action_view_estimated",
        "action_view_failures",
        "action_view_without_policy",
    },
    "hau_mai.past.orders.line": {"action_view_order_lines"},
    "hau_mai.consent.wording": {"action_view_consents"},
    "hau_mai.care.journey": {
        "action_dry_run",
        "action_view_touchpoints",
    },
    "hau_mai.care.dry.run": {
        "action_going_out",
        "action_run",
    },
    "hau_mai.forfeiture": {"action_print_letter"},
}

#: What customers may read of a job by RPC besides what every model has: what they said, where it
#: stands, what they signed. No reason, no note, no cost, no list of work.
PORTAL_READS = {
    "accessories", "address_id", "again_count", "appointment_sequence", "categ_id", "center_id",
    "contact_id", "customer_signature", "date_begun", "date_confirmed", "date_done", "date_end",
    "date_over", "date_planned", "date_promised", "date_received", "date_returned", "date_start",
    "date_start_cancelled", "date_wished", "days_away", "done_late", "is_late", "kind",
    "late_sentence", "may_write", "name", "order_id", "origin_service_id", "partner_id", "phone",
    "planned_minutes", "priority", "product_id", "receipt_signature", "receipt_signed_by",
    "receipt_signed_on", "request", "responsible_id", "result", "serial_number", "signed_by",
    "signed_on", "solution", "solution_agreed", "solution_note", "state", "under_warranty",
    "unit_id", "user_id", "waiting_for", "company_id", "commercial_partner_id",
}  # fmt: skip
#: The same of a case: what they said and about what, where it stands, what was done. No person of
#: ours, no judgement, no reason, no clock.
CASE_READS = {
    "category_id", "channel", "close_reason", "commercial_partner_id", "company_id", "contact_id",
    "date_acknowledged", "date_closed", "date_first_response", "date_open", "date_solved",
    "description", "email_from", "may_write", "name", "order_id", "partner_id", "phone",
    "product_id", "reopen_count", "resolution", "return_condition", "return_quantity",
    "sale_line_id", "serial_number", "service_id",
    "stage_id", "state", "subject", "type", "unit_id", "waiting_for",
}  # fmt: skip
#: Fields of a job that core's mixins declare; who reads them is core's to say.
MIXINS = ("portal.mixin", "mail.activity.mixin", "rating.mixin", "mail.thread")

#: The ORM's own, which ask for the rights themselves.
ORM = {"create", "write", "unlink", "copy", "copy_data", "default_get", "read", "onchange"}
#: Core's own for e-mails and ratings, which we only add to.
ORM |= {"message_new", "message_update", "rating_apply"}
#: And its import.
ORM |= {"load", "get_import_templates"}


class TestAccess(CareCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(cls.env, login=f"access_{role}", groups=groups)
            for role, groups in ROLES.items()
        }
        cls.rule = cls.make_rule(delay=0)
        cls.own = {role: cls.sell_to(user) for role, user in cls.users.items()}
        cls.others = cls.sell_to(cls.env.ref("base.user_admin"))
        cls.env.flush_all()

    @classmethod
    def sell_to(cls, user):
        """A card, its periods and a follow-up that are this user's, as customer or seller."""
        customer = user.partner_id if user.share else cls.partner
        seller = cls.env.ref("base.user_admin") if user.share else user
        order = cls.make_order((cls.product, 1), partner_id=customer.id, user_id=seller.id)
        touchpoint = cls.Touchpoint.sudo().create(
            {
                "rule_id": cls.rule.id,
                "partner_id": customer.id,
                "company_id": cls.company.id,
                "res_model": "sale.order",
                "res_id": order.id,
                "channel": "activity",
                "purpose": "service",
                "date_planned": cls.today,
                "user_id": seller.id,
            }
        )
        return {
            "hau_mai.unit": order.unit_ids,
            "hau_mai.coverage": order.unit_ids.coverage_ids[0],
            "hau_mai.activation": cls.ask_activation(order.unit_ids),
            "hau_mai.touchpoint": touchpoint,
            **cls.serve(order.unit_ids, seller),
            **cls.complain(order.unit_ids, seller),
            **cls.hand_over(order.unit_ids, seller),
            **cls.write_to(customer, seller),
            **cls.keep(customer, user),
        }

    @classmethod
    def ask_activation(cls, unit):
        """Somebody asks that the card is activated, and was told something."""
        activation = cls.env["hau_mai.activation"].create(
            {"unit_id": unit.id, "date": cls.today, "partner_id": unit.partner_id.id}
        )
        cls.env["hau_mai.activation.notice"].create(
            {
                "activation_id": activation.id,
                "company_id": cls.company.id,
                "partner_id": unit.partner_id.id,
                "event": "refused",
                "key": "1",
                "date": "2026-01-01 10:00:00",
                "state": "sent",
            }
        )
        return activation

    @classmethod
    def hand_over(cls, unit, user):
        """What was decided about the card besides what the policy says."""
        make = lambda model, **vals: cls.env[model].create(vals)  # noqa: E731
        on_card = {"unit_id": unit.id, "user_id": user.id}
        owner = {"unit_id": unit.id, "partner_id": unit.partner_id.id}
        make("hau_mai.unit.owner", **owner, how="first", user_id=user.id)
        return {
            "hau_mai.transfer.request": make(
                "hau_mai.transfer.request", **owner, name="A friend", phone="0912 345 678"
            ),
            "hau_mai.goodwill": make(
                "hau_mai.goodwill",
                **on_card, scope="unit", covers_parts=True, date_from=cls.today, duration=1,
                duration_unit="month", amount=10, reason="A reason", state="asked",
            ),
            "hau_mai.forfeiture": make(
                "hau_mai.forfeiture",
                **owner, name="CD1", kind="misuse", reason="A reason", date=cls.today,
                user_id=user.id, state="in_force",
            ),
        }  # fmt: skip

    @classmethod
    def serve(cls, unit, user):
        """A job on the card that is this user's, with all that belongs to it."""
        make = lambda model, **vals: cls.env[model].create(vals)  # noqa: E731
        service = make("hau_mai.service", unit_id=unit.id, user_id=user.id, responsible_id=user.id)
        plan = make("hau_mai.maintenance.plan", name="Twice a year")
        line = make("hau_mai.maintenance.plan.line", plan_id=plan.id, name="Cleaning")
        make("hau_mai.maintenance.plan.check", line_id=line.id, name="Leaks?")
        make("hau_mai.maintenance.plan.part", line_id=line.id, product_id=cls.compressor.id)
        schedule = make(
            "hau_mai.maintenance.schedule",
            unit_id=unit.id, plan_line_id=line.id, name="Cleaning", interval=6,
        )  # fmt: skip
        make(
            "hau_mai.maintenance.occurrence",
            schedule_id=schedule.id, number=1, date_due=cls.today, service_id=service.id,
        )  # fmt: skip
        make("hau_mai.unit.reading", unit_id=unit.id, date=cls.today, value=10)
        make("hau_mai.unit.contact", unit_id=unit.id, partner_id=cls.partner.id)
        old_cards = make("hau_mai.card.import", company_id=cls.company.id)
        make("hau_mai.card.import.row", import_id=old_cards.id, number=2, customer="An")
        make("hau_mai.symptom", name="Does not cool")
        center = make("hau_mai.service.center", name="Workshop")
        make("hau_mai.service.technician", center_id=center.id, user_id=user.id)
        make(
            "hau_mai.service.center.offer",
            service_id=service.id, center_id=center.id, date_offered="2026-01-01 08:00:00",
        )  # fmt: skip
        return {
            "hau_mai.service": service,
            "hau_mai.service.line": make(
                "hau_mai.service.line", service_id=service.id, name="Filter"
            ),
            "hau_mai.service.leg": make(
                "hau_mai.service.leg",
                service_id=service.id,
                partner_id=cls.partner.id,
                date_back=cls.today,
            ),
            "hau_mai.service.claim": make(
                "hau_mai.service.claim", service_id=service.id, partner_id=cls.partner.id
            ),
            "hau_mai.service.check": make(
                "hau_mai.service.check", service_id=service.id, name="Leaks?"
            ),
            "hau_mai.service.condition": make(
                "hau_mai.service.condition", service_id=service.id, name="Case"
            ),
            "hau_mai.service.loaner": make(
                "hau_mai.service.loaner", service_id=service.id, product_id=cls.product.id
            ),
            "hau_mai.service.promise": make(
                "hau_mai.service.promise", service_id=service.id, date_new="2035-01-01 10:00:00"
            ),
            "hau_mai.service.notice": make(
                "hau_mai.service.notice",
                service_id=service.id,
                company_id=cls.company.id,
                partner_id=unit.partner_id.id,
                event="received",
                key="1",
                date="2026-01-01 10:00:00",
                state="sent",
            ),
        }

    @classmethod
    def keep(cls, customer, user):
        """What a customer has for being loyal, and for bringing others."""
        make = lambda model, **vals: cls.env[model].create(vals)  # noqa: E731
        tier = cls.env["hau_mai.loyalty.tier"].search([], limit=1)
        of_customer = {"partner_id": customer.id, "company_id": cls.company.id}
        memberships = cls.env["hau_mai.loyalty.membership"]
        if not memberships.search_count([("partner_id", "=", customer.id)]):
            make("hau_mai.loyalty.membership", **of_customer, tier_id=tier.id)
        make(
            "hau_mai.loyalty.tier.move",
            **of_customer, tier_to_id=tier.id, kind="first", reason="First review",
        )  # fmt: skip
        make("hau_mai.loyalty.due", **of_customer)
        make("hau_mai.loyalty.draft")
        cls.look_back(make)
        make("hau_mai.loyalty.decision", **of_customer, tier_id=tier.id, reason="A reason")
        make("hau_mai.guidance", name="Manual", url="https://example.com")
        friend = make("res.partner", name="A friend")
        make("hau_mai.referral", referrer_id=customer.id, referee_id=friend.id)
        customer._ensure_referral_codes()
        turn = make(
            "hau_mai.nps",
            **of_customer, commercial_partner_id=customer.commercial_partner_id.id,
            date_due=cls.today, state="answered", date_answered="2026-01-01 08:00:00", score=7,
        )  # fmt: skip
        cls.env["hau_mai.review"]._publish(turn, "initials", turn.date_answered)
        wording = cls.env["hau_mai.consent.wording"].search([], limit=1)
        number = f"+8491{friend.id:07d}"
        request = make(
            "hau_mai.consent.request",
            number=number, partner_id=customer.id, wording_id=wording.id, text="May we?",
        )  # fmt: skip
        make("hau_mai.do.not.call", number=number)
        make("hau_mai.contact.slot", key=number, date="2026-01-01 08:00:00")
        make("hau_mai.rate.limit", key=number, hits=1, date_until="2026-01-01 08:00:00")
        return {
            "res.partner": customer,
            "hau_mai.consent.wording": wording,
            "hau_mai.consent.request": request,
            "hau_mai.privacy.request": cls.ask(customer, user),
        }

    @classmethod
    def look_back(cls, make):
        """A run over past orders, with a category and an order line that waits."""
        run = make("hau_mai.past.orders")
        row = make("hau_mai.past.orders.line", run_id=run.id)
        order_line = cls.env["sale.order.line"].search([], limit=1)
        make(
            "hau_mai.past.orders.item",
            run_id=run.id, row_id=row.id, sale_line_id=order_line.id, company_id=cls.company.id,
        )  # fmt: skip

    @classmethod
    def ask(cls, customer, user):
        """A request about the customer's data that this user wrote down."""
        make = lambda model, **vals: cls.env[model].create(vals)  # noqa: E731
        asked = make("hau_mai.privacy.request", partner_id=customer.id, kind="know")
        cls.env["hau_mai.privacy.register"]._set(asked, {"create_uid": user.id})
        cls.env.invalidate_all()
        rules = cls.env["hau_mai.retention.rule"].with_context(active_test=False)
        rule = rules.search([("kind", "=", "rating")])
        rule.write({"active": True, "months": 24})
        of_rule = {"rule_id": rule.id, "kind": "rating", "company_id": cls.company.id}
        make(
            "hau_mai.retention.item",
            **of_rule, res_model="res.partner", res_id=asked.id, date_due=cls.today,
        )  # fmt: skip
        make("hau_mai.retention.run", **of_rule, count=1)
        return asked

    @classmethod
    def write_to(cls, customer, user):
        """A gift this user packs for the customer, and a message that left."""
        make = lambda model, **vals: cls.env[model].create(vals)  # noqa: E731
        account = make("hau_mai.messenger.account", name="Account")
        text = make(
            "hau_mai.messenger.template",
            name="Thanks", account_id=account.id, title="Thank you", body="For your order.",
        )  # fmt: skip
        make(
            "hau_mai.messenger.message",
            partner_id=customer.id, account_id=account.id, template_id=text.id,
            company_id=cls.company.id, message_class="care", number="+84901234567",
        )  # fmt: skip
        gift = make(
            "hau_mai.gift",
            partner_id=customer.id, what="Tea", address="Huế", date_planned=cls.today,
            user_id=user.id,
        )  # fmt: skip
        return {"hau_mai.gift": gift}

    @classmethod
    def complain(cls, unit, user):
        """A case about the card that is this user's, with all that belongs to it."""
        make = lambda model, **vals: cls.env[model].create(vals)  # noqa: E731
        make("hau_mai.complaint.category", name="Product")
        make("hau_mai.complaint.cause", name="Material")
        complaint = make(
            "hau_mai.complaint",
            subject="It drips",
            partner_id=unit.partner_id.id,
            unit_id=unit.id,
            order_id=unit.order_id.id,
            user_id=user.id,
        )
        company = complaint.company_id
        make(
            "hau_mai.complaint.notice",
            complaint_id=complaint.id,
            company_id=company.id,
            partner_id=unit.partner_id.id,
            event="solved",
            key="1",
            date="2026-01-01 10:00:00",
            state="sent",
        )
        double = make(
            "hau_mai.complaint", subject="It drips", partner_id=unit.partner_id.id, user_id=user.id
        )
        double._merge_into(complaint)
        make(
            "hau_mai.complaint.action",
            complaint_id=complaint.id,
            company_id=company.id,
            currency_id=company.currency_id.id,
            kind="voucher",
            key="0:",
            state="to_approve",
            amount=10,
            user_id=user.id,
        )
        make(
            "hau_mai.complaint.month",
            company_id=company.id,
            month=f"{1900 + complaint.id}-01-01",
        )
        clock = complaint.sla_status_ids[0]
        of_clock = {
            "status_id": clock.id,
            "complaint_id": complaint.id,
            "company_id": company.id,
            "date": "2026-01-01 08:00:00",
        }
        step = cls.env.ref("hau_mai.sla_step_at_risk")
        make("hau_mai.sla.alert", **of_clock, step_id=step.id, notify="assignee")
        miss = make(
            "hau_mai.sla.miss",
            **of_clock,
            policy_id=clock.policy_id.id,
            target=clock.target,
            date_noticed="2026-01-01 08:00:00",
        )
        return {
            "hau_mai.complaint": complaint,
            "hau_mai.complaint.minutes": make(
                "hau_mai.complaint.minutes", complaint_id=complaint.id, content="It drips"
            ),
            "hau_mai.sla.miss": miss,
        }

    def allowed(self, records):
        """The operations that are allowed, as letters."""
        return "".join(letter for letter, name in OPERATIONS.items() if records.has_access(name))

    def our_models(self):
        return [self.env[name] for name in self.env if name.startswith("hau_mai.")]

    def our_stored_models(self):
        return [model for model in self.our_models() if not model._abstract]

    # === MODELS === #

    def test_every_model_has_an_entry(self):
        self.assertEqual({model._name for model in self.our_stored_models()}, set(MODELS))

    def test_what_each_role_may_do_with_each_model(self):
        for name, expected in MODELS.items():
            for role, operations in expected.items():
                with self.subTest(model=name, role=role):
                    self.assertEqual(
                        self.allowed(self.env[name].with_user(self.users[role])), operations
                    )

    def test_what_each_role_may_do_with_own_and_others_records(self):
        for name, expected in RECORDS.items():
            for role, (own, others) in expected.items():
                with self.subTest(model=name, role=role):
                    records = (self.own[role][name], self.others[name])
                    got = [self.allowed(rec.with_user(self.users[role])) for rec in records]
                    self.assertEqual(got, [own, others])

    def test_every_stored_model_has_rights_and_a_rule_for_companies(self):
        for model in self.our_stored_models():
            with self.subTest(model=model._name):
                ir_model = self.env["ir.model"]._get(model._name)
                rights = ir_model.access_ids.filtered("active")
                self.assertTrue(rights)
                self.assertTrue(all(rights.mapped("group_id")), "rights for everybody")
                if model._transient or "company_id" not in model:
                    continue
                rules = ir_model.rule_ids.filtered(lambda rule: not rule.groups)
                domains = " ".join(rules.mapped("domain_force"))
                self.assertIn("company_ids", domains)
                self.assertTrue(all(rules.mapped("perm_read")))

    def test_who_may_read_a_record_may_read_all_of_it(self):
        """No field of a record falls over what its reader may not see."""
        for name, expected in MODELS.items():
            for role, operations in expected.items():
                model = self.env[name].with_user(self.users[role])
                if "r" not in operations or model._transient:
                    continue
                with self.subTest(model=name, role=role):
                    self.env.invalidate_all()
                    records = model.search([], limit=20)
                    self.assertTrue(records or name == "hau_mai.consent")
                    for fname in self.readable(model):
                        self.env.invalidate_all()
                        records.read([fname])

    def readable(self, model):
        """Names of the fields a user sees, without what core keeps from outsiders:
        products, and a mixin's fields that stand on the hidden activities."""
        return [
            fname
            for fname, field in model.fields_get(attributes=["relation"]).items()
            if not model.env.user.share
            or not field.get("relation", "").startswith("product.")
            and not fname.startswith("activity_")
        ]

    def test_a_wizard_gives_no_right_its_user_has_not(self):
        user = self.users["after_own"]
        decision = self.env["hau_mai.unit.decision"].with_user(user)
        for values in ({"decision": "void"}, {"decision": "start", "date": "2026-01-01"}):
            wizard = decision.create(
                {"unit_ids": self.others["hau_mai.unit"].ids, "reason": "x", **values}
            )
            with self.assertRaises(AccessError):
                wizard.action_apply()
        outcome = self.env["hau_mai.touchpoint.outcome"].with_user(user)
        wizard = outcome.create(
            {"touchpoint_ids": self.others["hau_mai.touchpoint"].ids, "outcome": "reached"}
        )
        with self.assertRaises(AccessError):
            wizard.action_apply()

        decision = self.env["hau_mai.service.decision"].with_user(user)
        for values in (
            {"decision": "schedule", "date_start": "2026-01-01 02:00:00"},
            {"decision": "wait", "waiting_for": "parts"},
            {"decision": "again"},
            {"decision": "cancel"},
        ):
            wizard = decision.create(
                {"service_ids": self.others["hau_mai.service"].ids, "reason": "x", **values}
            )
            with self.assertRaises(AccessError):
                wizard.action_apply()

    def test_a_dialog_on_cases_gives_no_right_its_user_has_not(self):
        user = self.users["after_own"]
        theirs, own = (who["hau_mai.complaint"] for who in (self.others, self.own["after_own"]))
        team = own.team_id
        decision = self.env["hau_mai.complaint.decision"].with_user(user)
        for values in (
            {"decision": "wait", "waiting_for": "supplier"},
            {"decision": "later", "date_later": "2035-01-01"},
            {"decision": "duplicate", "original_id": own.id},
            {"decision": "reopen"},
            {"decision": "handover", "team_id": team.id, "words": "Why?"},
        ):
            wizard = decision.create({"complaint_ids": theirs.ids, "reason": "x", **values})
            with self.assertRaises(AccessError):
                wizard.action_apply()
        merging = self.env["hau_mai.complaint.merging"].with_user(user)
        wizard = merging.create({"complaint_ids": (theirs | own).ids, "target_id": own.id})
        with self.assertRaises(AccessError):
            wizard.action_apply()
        message = theirs.message_post(body="Words", message_type="comment")
        split = self.env["hau_mai.complaint.split"].with_user(user)
        wizard = split.create({"complaint_id": theirs.id, "subject": "Another"})
        wizard.line_ids.chosen = True
        with self.assertRaises(AccessError):
            wizard.action_apply()
        self.assertEqual(message.res_id, theirs.id)

    # === METHODS === #

    def test_every_public_method_has_an_entry(self):
        found = {f"{name}.{method}" for name in self.env for method in self.public_methods(name)}
        tables = (*CHANGING.items(), *TELLING.items())
        expected = {f"{name}.{method}" for name, methods in tables for method in methods}
        self.assertEqual(found, expected)

    def public_methods(self, name):
        """Names of the methods of ours that can be called from outside."""
        methods = set()
        if name in PARTS:
            return methods
        for cls in type(self.env[name]).mro():
            if not cls.__module__.startswith("odoo.addons.hau_mai"):
                continue
            own = getattr(cls, "_name", None)
            if PARTS.get(own, own) not in (name, None) and name not in (
                getattr(cls, "_inherit", None),
            ):
                continue  # of an abstract model: listed there
            methods |= {
                attr
                for attr, value in vars(cls).items()
                if callable(value) and not attr.startswith("_")
            }
        return methods - ORM

    def test_outsiders_can_call_nothing_that_changes_something(self):
        for role in ("public", "portal", "internal", "sales_own", "sales_all"):
            for name, methods in CHANGING.items():
                if name == "sale.order" or (name in SELLING and role.startswith("sales")):
                    continue
                for method, args in methods.items():
                    if role.startswith("sales") and (name, method) in SOLD:
                        continue
                    with self.subTest(role=role, model=name, method=method):
                        self.assertRefused(role, name, method, args)

    def assertRefused(self, role, name, method, args):
        model = self.env[name].with_user(self.users[role])
        record = self.own[role].get(name)
        with self.assertRaises(AccessError):
            if record is None:
                call_kw(model, "create", [[{}]], {})
            before = record.sudo().copy_data()
            call_kw(model, method, [record.ids, *args], {})
            self.env.flush_all()
            self.assertEqual(record.sudo().copy_data(), before)

    def test_a_customer_cannot_change_the_promise_of_their_quotation(self):
        user = self.users["portal"]
        order = self.make_order((self.product, 1), confirm=False, partner_id=user.partner_id.id)
        self.product.warranty_policy_id = self.make_policy("Better", duration=120)
        for role in ("public", "portal", "internal"):
            orders = self.env["sale.order"].with_user(self.users[role])
            with self.assertRaises(AccessError):
                call_kw(orders, "action_refresh_warranties", [order.ids], {})
                self.env.flush_all()
            with self.assertRaises(AccessError):
                call_kw(
                    self.env["sale.order.line"].with_user(self.users[role]),
                    "write",
                    [order.order_line.ids, {"warranty_policy_id": False}],
                    {},
                )
        self.assertEqual(order.order_line.warranty_policy_id, self.policy)

    def test_what_only_tells_tells_outsiders_nothing_of_others(self):
        for role in ("public", "portal", "internal"):
            partners = self.env["res.partner"].with_user(self.users[role])
            with self.subTest(role=role):
                try:
                    page = call_kw(partners, "get_after_sales_page", [self.partner.ids], {})
                except AccessError:
                    continue
                self.assertEqual((page["units"], page["planned"]), ([], []))
        for role in ROLES:
            overview = self.env["hau_mai.overview"].with_user(self.users[role])
            with self.subTest(role=role):
                told = call_kw(overview, "get_overview", [], {})
                own = 1 if role == "portal" else 0
                if role in ("public", "portal", "internal"):
                    for row in told["chart"]["series"]:
                        self.assertLessEqual(sum(row["values"]), own)

    def test_the_jobs_cannot_be_called_from_outside(self):
        for name in ("hau_mai.care.rule", "hau_mai.touchpoint", "hau_mai.care.runner"):
            for method in ("_plan", "_carry_out", "_cron_plan_touchpoints", "_batch_run"):
                with self.assertRaises(AccessError):
                    call_kw(self.env[name].with_user(self.users["manager"]), method, [], {})

    # === WHAT NOBODY MAY === #

    def test_own_documents_cannot_take_or_give_away(self):
        """Nobody gives themselves what is somebody else's, nor puts it on somebody else."""
        user = self.users["after_own"]
        theirs = self.others["hau_mai.unit"].with_user(user)
        with self.assertRaises(AccessError):
            theirs.user_id = user
        with self.assertRaises(AccessError):
            theirs.coverage_ids[0].unit_id = self.own["after_own"]["hau_mai.unit"]
        coverages = self.env["hau_mai.coverage"].with_user(user)
        with self.assertRaises(AccessError):
            coverages.create({"unit_id": theirs.id, "name": "A favour", "duration": 99})

    def test_no_context_from_outside_switches_a_check_off(self):
        other = self.env["res.company"].create({"name": "Other"})
        theirs = self.env["res.partner"].create({"name": "Theirs", "company_id": other.id})
        units = self.env["hau_mai.unit"].with_user(self.users["after_all"])
        vals = {"partner_id": theirs.id, "product_id": self.product.id}
        for key in ("hau_mai_from_order", "hau_mai_split"):
            with self.subTest(key=key), self.assertRaises(UserError):
                call_kw(units, "create", [[dict(vals)]], {"context": {key: True}})
                self.env.flush_all()

    def test_nothing_of_the_ledgers_is_deleted_by_anybody(self):
        for name in ("hau_mai.unit", "hau_mai.touchpoint"):
            with self.assertRaises(AccessError):
                self.others[name].with_user(self.users["manager"]).unlink()
            with self.assertRaises(UserError):
                self.others[name].sudo().unlink()

    def test_a_user_of_both_worlds_reads_all_and_changes_own(self):
        """Rules of several groups add up: selling takes nothing from after-sales."""
        user = new_test_user(
            self.env, login="both", groups=f"{ROLES['sales_own']},{ROLES['after_own']}"
        )
        self.assertEqual(self.allowed(self.others["hau_mai.unit"].with_user(user)), "r")
        unit = self.make_order((self.product, 1), user_id=user.id).unit_ids
        self.assertEqual(self.allowed(unit.with_user(user)), "rwc")

    def test_what_customers_may_read_of_a_job(self):
        services = self.env["hau_mai.service"].with_user(self.users["portal"])
        core = set(LOG_ACCESS_COLUMNS).union(*(self.env[name]._fields for name in MIXINS))
        self.assertEqual(set(services.fields_get([])) - core, PORTAL_READS)
        with self.assertRaises(AccessError):
            services.search([("cancel_reason", "ilike", "a")])

    def test_what_customers_may_read_of_a_case(self):
        cases = self.env["hau_mai.complaint"].with_user(self.users["portal"])
        core = set(LOG_ACCESS_COLUMNS).union(*(self.env[name]._fields for name in MIXINS))
        self.assertEqual(set(cases.fields_get([])) - core, CASE_READS)
        for fname in ("is_vulnerable", "waiting_reason"):
            with self.assertRaises(AccessError):
                cases.search([(fname, "!=", False)])
        with self.assertRaises(AccessError):
            cases.search([], order="waiting_reason")
