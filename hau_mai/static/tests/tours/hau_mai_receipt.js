import { registry } from "@web/core/registry";

/**
 * The desk: take something in, write down what it looks like, lend another, move the promise.
 */
registry.category("web_tour.tours").add("hau_mai_receipt", {
    steps: () => [
        {
            content: "Somebody brings something",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit Nguyễn Văn An",
        },
        {
            trigger: ".ui-menu-item > a:contains('Nguyễn Văn An')",
            run: "click",
        },
        {
            content: "Receive it, whatever it is",
            trigger: "button[name=action_receive]:enabled",
            run: "click",
        },
        {
            content: "It is received and promised",
            trigger: ".o_form_view:not(:has(button[name=action_receive])) button[name=action_move_promise]",
        },
        {
            trigger: ".nav-link[name=receipt]",
            run: "click",
        },
        {
            content: "The usual list is there: the case is scratched",
            trigger: "[name=condition_ids] .o_data_row:contains('Housing') td[name=note]",
            run: "click",
        },
        {
            trigger: "[name=condition_ids] .o_selected_row [name=note] input",
            run: "edit left edge",
        },
        {
            trigger: ".o_form_button_save:enabled",
            run: "click",
        },
        {
            content: "Lend another one",
            trigger: ".o_form_saved button[name=action_lend]",
            run: "click",
        },
        {
            trigger: ".modal [name=product_id] input",
            run: "edit Spare AC",
        },
        {
            trigger: ".ui-menu-item > a:contains('Spare AC')",
            run: "click",
        },
        {
            trigger: ".modal [name=serial_number] input",
            run: "edit L-1",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "The job says so",
            trigger: "body:not(:has(.modal)) .alert:contains('Still with the customer')",
        },
        {
            content: "The part is late",
            trigger: "button[name=action_move_promise]",
            run: "click",
        },
        {
            trigger: ".modal .o_radio_item:contains('Working days later') input",
            run: "click",
        },
        {
            trigger: ".modal [name=reason] input",
            run: "edit The part is late",
        },
        {
            trigger: ".modal .alert-info:contains('Jobs that move to')",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "The history and the message are there",
            trigger: "body:not(:has(.modal)) [name=promise_ids] .o_data_row:contains('The part is late')",
        },
        {
            trigger: ".nav-link[name=told]",
            run: "click",
        },
        {
            trigger: "[name=notice_ids] .o_data_row:contains('Promised date moved')",
        },
    ],
});
