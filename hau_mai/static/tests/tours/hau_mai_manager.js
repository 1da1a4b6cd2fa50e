import { registry } from "@web/core/registry";

/** The administrator: writes a policy and sees what it does, makes it the default, previews a rule. */
registry.category("web_tour.tours").add("hau_mai_manager", {
    steps: () => [
        {
            content: "The overview says what there is to do",
            trigger: ".o_hau_mai_overview [data-tile=setup] [data-figure=without_policy]",
        },
        {
            content: "First, a policy",
            trigger: "[data-menu-xmlid='hau_mai.hau_mai_menu_configuration']",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='hau_mai.hau_mai_menu_policy']",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_last_breadcrumb_item:contains('Warranty Policies')",
        },
        {
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            trigger: ".o_hau_mai_policy_preview:contains('No warranty')",
        },
        {
            trigger: "div[name=name] input, div[name=name] textarea",
            run: "edit Fridges 36 months",
        },
        {
            trigger: "div[name=term_ids] .o_field_x2many_list_row_add button, div[name=term_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: "div[name=term_ids] .o_selected_row div[name=duration] input",
            run: "edit 36",
        },
        {
            content: "The preview follows while one types",
            trigger: ".o_form_view a[name=terms]",
            run: "click",
        },
        {
            trigger: ".o_hau_mai_policy_preview blockquote:contains('Whole unit 36 months')",
        },
        {
            trigger: ".o_hau_mai_policy_preview .progress-bar",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved",
        },
        {
            content: "Then the settings",
            trigger: "[data-menu-xmlid='hau_mai.hau_mai_menu_configuration']",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='hau_mai.hau_mai_menu_settings']",
            run: "click",
        },
        {
            content: "It is the default from now on",
            trigger: "#hau_mai_default_policy div[name=hau_mai_warranty_policy_id] input",
            run: "edit Fridges",
        },
        {
            trigger: ".ui-menu-item > a:contains('Fridges 36 months')",
            run: "click",
        },
        {
            trigger:
                "#hau_mai_default_policy div[name=hau_mai_warranty_policy_id] input:value('Fridges 36 months')",
        },
        {
            trigger: ".o_control_panel .o_form_button_save:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Saved, and read again",
            trigger: "div[name=hau_mai_warranty_policy_id] input:value('Fridges 36 months')",
        },
    ],
});

/** The administrator looks what a follow-up rule will do, and to whom. */
registry.category("web_tour.tours").add("hau_mai_rule_preview", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row td:contains('Three days after the order')",
            run: "click",
        },
        {
            content: "How many it reaches in the next weeks",
            trigger: ".o_form_view div[name=preview_soon]:contains('1')",
        },
        {
            trigger: "button[name=action_preview_soon]",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Nguyễn Văn An'), .modal:contains('Nguyễn Văn An')",
        },
    ],
});

/** The figures of the overview open their lists; the customer's page tells the story. */
registry.category("web_tour.tours").add("hau_mai_overview", {
    steps: () => [
        {
            trigger: ".o_hau_mai_overview [data-tile=status] [data-figure=active] .o_hau_mai_value:contains('1')",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('AC 9000') td[name=warranty_status]:contains('Under warranty')",
        },
        {
            trigger: ".o_data_row td[name=partner_id]",
            run: "click",
        },
        {
            content: "From the card to its customer",
            trigger: ".o_hau_mai_verdict.alert-success",
        },
        {
            trigger: "div[name=partner_id] .o_external_button, div[name=partner_id] a",
            run: "click",
        },
        {
            trigger: ".o_form_view .nav-link[name=after_sales]",
            run: "click",
        },
        {
            trigger: ".o_hau_mai_summary [data-part=warranty]:contains('1 under warranty')",
        },
        {
            trigger: ".o_hau_mai_entry:contains('Warranty started')",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('AC 9000')",
        },
    ],
});
