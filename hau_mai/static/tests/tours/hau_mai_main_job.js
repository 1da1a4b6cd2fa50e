import { registry } from "@web/core/registry";

/**
 * The main job, as a salesperson: what is promised shows on the quotation, confirming it makes
 * the cards, and one of them is started by hand.
 */
registry.category("web_tour.tours").add("hau_mai_main_job", {
    steps: () => [
        {
            content: "A new quotation",
            trigger: ".o_sale_order .o_list_button_add, .o_list_button_add",
            run: "click",
        },
        {
            content: "for our customer",
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit Nguyễn Văn An",
        },
        {
            trigger: ".ui-menu-item > a:contains('Nguyễn Văn An')",
            run: "click",
        },
        {
            content: "An air conditioner",
            trigger: "a:contains('Add a product')",
            run: "click",
        },
        {
            trigger: "div[name=product_template_id] input",
            run: "edit AC 9000",
        },
        {
            trigger: "ul.ui-autocomplete a:contains('AC 9000')",
            run: "click",
        },
        {
            content: "Its warranty stands on the line",
            trigger: ".o_data_row [name=warranty_policy_id]:has(input:value('Air conditioner')), .o_data_row td[name=warranty_policy_id]:contains('Air conditioner')",
        },
        {
            content: "Two of them",
            trigger: ".o_data_row div[name=product_uom_qty] input, .o_data_row td[name=product_uom_qty]",
            run: "click",
        },
        {
            trigger: ".o_data_row div[name=product_uom_qty] input",
            run: "edit 2",
        },
        {
            trigger: "a[name=order_lines]",
            run: "click",
        },
        {
            trigger: ".o_data_row:not(.o_selected_row) td[name=warranty_policy_id]:contains('Air conditioner')",
        },
        {
            content: "The customer agrees",
            trigger: "button[name=action_confirm]:enabled",
            run: "click",
        },
        {
            content: "Two warranties were made",
            trigger: "button[name=action_view_units] .o_stat_value:contains('2')",
            run: "click",
        },
        {
            content: "Neither has started",
            trigger: ".o_list_view .o_data_row:nth-child(2) td[name=warranty_status]:contains('Not started')",
        },
        {
            content: "Open the first",
            trigger: ".o_data_row:first td[name=product_id]",
            run: "click",
        },
        {
            content: "The card says what it waits for",
            trigger: ".o_hau_mai_verdict:contains('Not started')",
        },
        {
            trigger: ".o_hau_mai_coverages .o_kanban_record:contains('24 months, counted once')",
        },
        {
            content: "It was handed over at the counter: start it by hand",
            trigger: ".o_statusbar_buttons button[name=action_start]",
            run: "click",
        },
        {
            trigger: ".modal div[name=reason] input",
            run: "edit Handed over at the counter",
        },
        {
            trigger: ".modal button[name=action_apply]:contains('Start')",
            run: "click",
        },
        {
            content: "It is covered, and the card says until when",
            trigger: "body:not(:has(.modal)) .o_hau_mai_verdict.alert-success:contains('Under warranty'):contains('until')",
        },
        {
            trigger: ".o_hau_mai_coverages .o_kanban_record:contains('the day set by hand (Handed over at the counter)')",
        },
    ],
});
