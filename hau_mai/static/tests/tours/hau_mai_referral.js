import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

/**
 * A salesperson writes a quotation: sees a member's tier, then a new customer names who told them.
 */
registry.category("web_tour.tours").add("hau_mai_referral", {
    steps: () => [
        {
            content: "A member",
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit Tour Member",
        },
        {
            trigger: ".ui-menu-item > a:contains('Tour Member')",
            run: "click",
        },
        {
            content: "Their tier is seen at once",
            trigger: ".o_field_widget[name=loyalty_tier_id] .badge:contains('Gold')",
        },
        {
            content: "No: it is for a friend of theirs, who is new",
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit Tour Friend",
        },
        {
            trigger: ".ui-menu-item > a:contains('Tour Friend')",
            run: "click",
        },
        {
            trigger: ".o_form_view:not(:has([name=loyalty_tier_id] .badge))",
        },
        {
            content: "Who names the code",
            trigger: ".o_field_widget[name=referral_code] input",
            run: "edit tqur-cqde && press Tab",
        },
        {
            content: "Whose it is, is said",
            trigger: ".o_field_widget[name=referred_by_id] input:value('Tour Member')",
        },
        ...stepUtils.saveForm(),
        {
            content: "Both stand on the quotation",
            trigger: ".o_form_saved .o_field_widget[name=referred_by_id] input:value('Tour Member')",
        },
    ],
});
