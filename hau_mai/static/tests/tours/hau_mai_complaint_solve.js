import { registry } from "@web/core/registry";

/** An agent solves a case with a job and a voucher that is over the limit; see who approves it. */
registry.category("web_tour.tours").add("hau_mai_complaint_solve", {
    steps: () => [
        {
            trigger: ".o_form_view button[name=action_open_solve]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=resolution] .o_select_menu_input, .modal .o_field_widget[name=resolution] input",
            run: "click",
        },
        {
            content: "Repair proposes a job",
            trigger: ".o_select_menu_item:contains('Repair')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=with_service] input:checked",
        },
        {
            trigger: ".modal .o_field_widget[name=service_request] textarea",
            run: "edit Clean the drain",
        },
        {
            trigger: ".modal .o_field_widget[name=cause_id] input",
            run: "edit Material",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('Material')",
            run: "click",
        },
        {
            content: "And a voucher",
            trigger: ".modal .o_field_widget[name=with_voucher] input",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=voucher_amount] input",
            run: "edit 30 && press Tab",
        },
        {
            content: "Before it is done it says who approves",
            trigger: ".modal .alert-warning:contains('more than you may give')",
        },
        {
            trigger: ".modal .o_field_widget[name=told] textarea",
            run: "edit We come on Monday",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_arrow_button_current:contains('Solved')",
        },
        {
            trigger: ".o_notebook .nav-link:contains('Solution')",
            run: "click",
        },
        {
            content: "Both stand on the case",
            trigger: ".o_field_widget[name=action_ids] .o_data_row:contains('To approve')",
        },
        {
            trigger: ".o_field_widget[name=action_ids] .o_data_row:contains('Service job') button[name=action_open_document]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=request]:contains('Clean the drain'), .o_form_view .o_field_widget[name=request] textarea",
        },
    ],
});
