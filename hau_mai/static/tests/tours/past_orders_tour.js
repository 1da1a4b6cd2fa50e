import { registry } from "@web/core/registry";

/** A manager counts what was sold before, looks at what would be made, and has it made. */
registry.category("web_tour.tours").add("hau_mai_past_orders", {
    steps: () => [
        {
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "What will happen is explained before anything does",
            trigger: ".alert-info:contains('Nothing is made before you press')",
        },
        {
            trigger: "button[name=action_count]",
            run: "click",
        },
        {
            content: "What is promised today is proposed",
            trigger: "[name=line_ids] tr:contains('Fans') td[name=policy_id]:contains('Old promise')",
        },
        {
            trigger: "button[name=action_start]",
            run: "click",
        },
        {
            trigger: ".modal .btn-primary",
            run: "click",
        },
        {
            content: "It runs without this page",
            trigger: "[name=progress] [role=progressbar]",
        },
        {
            trigger: "button[name=action_pause]",
            run: "click",
        },
        {
            trigger: "button[name=action_continue]",
            run: "click",
        },
        {
            trigger: "button[name=action_pause]",
        },
    ],
});

/** Days later, in another browser: what was made. */
registry.category("web_tour.tours").add("hau_mai_past_orders_done", {
    steps: () => [
        {
            trigger: ".o_data_row:contains('Done') td[name=made_count]:contains('3')",
            run: "click",
        },
        {
            trigger: ".alert-success:contains('cards were made')",
        },
        {
            trigger: "button[name=action_view_estimated]",
            run: "click",
        },
        {
            trigger: ".o_facet_value:contains('Estimated Start')",
        },
        {
            content: "They are changed together",
            trigger: ".o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_control_panel button[name=action_start]",
            run: "click",
        },
        {
            trigger: ".modal [name=reason] input",
            run: "edit The old delivery notes were found",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "None is estimated any more",
            trigger: ".o_view_nocontent, .o_list_view:not(:has(.o_data_row))",
        },
    ],
});
