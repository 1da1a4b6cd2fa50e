import { registry } from "@web/core/registry";

/** The manager looks whom a rule reaches, before anything leaves, and on which day. */
registry.category("web_tour.tours").add("hau_mai_dry_run", {
    steps: () => [
        {
            content: "From the rule, one click",
            trigger: ".o_form_view button[name=action_dry_run]",
            run: "click",
        },
        {
            content: "Who is reached and who is not, in groups",
            trigger: ".o_list_view .o_group_name:contains('Does not go out (1)')",
        },
        {
            content: "What goes out",
            trigger: ".o_list_view .o_group_name:contains('Goes out (1)')",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_group_name:contains('Goes out. (1)')",
            run: "click",
        },
        {
            content: "The customer, by name",
            trigger: ".o_data_row:contains('Who Agreed')",
        },
        {
            content: "And on which day",
            trigger: ".o_switch_view.o_calendar",
            run: "click",
        },
        {
            trigger: ".o_calendar_view .fc-event:contains('Who Agreed')",
        },
    ],
});
