import { registry } from "@web/core/registry";

/** A call comes in: who it is, what is open already, and a case with one click. */
registry.category("web_tour.tours").add("hau_mai_log_call", {
    steps: () => [
        {
            trigger: ".o_hau_mai_overview",
        },
        {
            content: "From anywhere",
            trigger: ".o_hau_mai_log_call_systray button",
            run: "click",
        },
        {
            content: "Somebody nobody knows",
            trigger: ".o_hau_mai_call_box:focus",
            run: "edit 0999 888 777 && press Enter",
        },
        {
            trigger: ".o_hau_mai_nobody .o_hau_mai_unknown",
        },
        {
            content: "The last digits of a phone find the customer",
            trigger: ".o_hau_mai_call_box",
            run: "edit 4567 && press Enter",
        },
        {
            content: "How we stand with them, and what is open",
            trigger: ".o_hau_mai_call_customer:contains('Nguyễn Văn An')",
        },
        {
            trigger: ".o_hau_mai_call_cases:contains('It does not cool')",
        },
        {
            content: "What it is about",
            trigger: ".o_hau_mai_call_unit:contains('CALL-1')",
            run: "click",
        },
        {
            trigger: ".o_hau_mai_call_unit[aria-pressed=true]:contains('CALL-1')",
        },
        {
            content: "A note is enough for some",
            trigger: "#call_words",
            run: "edit Asks when the technician comes",
        },
        {
            trigger: ".o_hau_mai_log_note:enabled",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('Noted on the page of')",
        },
        {
            content: "Another call becomes a case",
            trigger: "body:not(:has(.o_dialog)) .o_hau_mai_log_call_systray button",
            run: "click",
        },
        {
            trigger: ".o_hau_mai_call_box:focus",
            run: "edit CALL-1 && press Enter",
        },
        {
            content: "A serial number names the card too",
            trigger: ".o_hau_mai_call_unit[aria-pressed=true]:contains('CALL-1')",
        },
        {
            trigger: "#call_words",
            run: "edit Water drips on the floor",
        },
        {
            trigger: ".o_hau_mai_open_case:enabled",
            run: "click",
        },
        {
            content: "The case is there, with what is known",
            trigger: ".o_form_view [name=subject] :value('Water drips on the floor')",
        },
        {
            trigger: ".o_form_view [name=serial_number] :value('CALL-1')",
        },
        {
            content: "It is taken",
            trigger: "button[name=action_take]:enabled",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('In Progress')",
        },
    ],
});
