import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** An agent's day: a call becomes a case, the clock runs, the customer is answered, it is solved. */
tours.add("hau_mai_agent_day", {
    steps: () => [
        {
            trigger: ".o_hau_mai_overview",
        },
        {
            trigger: ".o_hau_mai_log_call_systray button",
            run: "click",
        },
        {
            content: "The number on the telephone",
            trigger: ".o_hau_mai_call_box:focus",
            run: "edit 090 123 4567 && press Enter",
        },
        {
            content: "The only thing they have is what it is about",
            trigger: ".o_hau_mai_call_unit[aria-pressed=true]:contains('DAY-1')",
        },
        {
            trigger: "#call_words",
            run: "edit It blows warm air",
        },
        {
            trigger: ".o_hau_mai_open_case:enabled",
            run: "click",
        },
        {
            content: "The case, with what is known",
            trigger: ".o_form_view [name=serial_number] :value('DAY-1')",
        },
        {
            content: "Who waits for whom stands on top, with the deadline and why",
            trigger: ".o_hau_mai_clocks_sentence:contains('waits for us')",
        },
        {
            trigger: ".o_hau_mai_clock[data-status=running] summary",
            run: "click",
        },
        {
            trigger: ".o_hau_mai_clock_explanation:contains('8 working hours')",
        },
        {
            trigger: "button[name=action_take]:enabled",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('In Progress')",
        },
        {
            content: "An answer to the customer",
            trigger: ".o-mail-Chatter-sendMessage:enabled",
            run: "click",
        },
        {
            trigger: ".o-mail-Chatter .o-mail-Composer-input",
            run: "edit Please clean the filter",
        },
        {
            trigger: ".o-mail-Chatter .o-mail-Composer button[name='send-message']:enabled, .o-mail-Chatter .o-mail-Composer-send:enabled",
            run: "click",
        },
        {
            trigger: ".o-mail-Message-content:contains('Please clean the filter')",
        },
        {
            content: "It helped: solved, with a cause and what was done",
            trigger: ".o_form_view button[name=action_open_solve]",
            run: "click",
        },
        {
            trigger:
                ".modal .o_field_widget[name=resolution] .o_select_menu_input, .modal .o_field_widget[name=resolution] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains('Guidance')",
            run: "click",
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
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_arrow_button_current:contains('Solved')",
        },
    ],
});

/** The customer, by the link in our message and without logging in: it is solved, and good. */
tours.add("hau_mai_agent_day_customer", {
    steps: () => [
        {
            trigger: "[name=message][data-mine='0']:contains('Please clean the filter')",
        },
        {
            trigger: "button[name=confirm]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "[name=notice]:contains('glad that it is solved')",
        },
        {
            trigger: "button[name=rate][value='5']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "form textarea[name=feedback]",
            run: "edit Quick and friendly",
        },
        {
            trigger: "form button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "body:contains('Thank you')",
        },
    ],
});

/** The agent sees on the case how it was. */
tours.add("hau_mai_agent_day_rated", {
    steps: () => [
        {
            trigger: ".o_form_view .o_arrow_button_current:contains('Closed')",
        },
        {
            trigger: ".o-mail-Chatter:contains('Quick and friendly')",
        },
        {
            trigger: "button[name=action_view_ratings]:contains('5')",
            run: "click",
        },
        {
            trigger: ".o_kanban_record:contains('Quick and friendly'), .o_data_row",
        },
    ],
});
