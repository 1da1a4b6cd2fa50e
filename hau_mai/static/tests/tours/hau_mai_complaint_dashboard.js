import { registry } from "@web/core/registry";

/** The manager's day: the first screen, the teams, what is overdue, the analysis, the report. */
registry.category("web_tour.tours").add("hau_mai_complaint_dashboard", {
    steps: () => [
        {
            content: "The first screen counts what is overdue",
            trigger:
                ".o_hau_mai_overview [data-tile=complaints] [data-figure=overdue] .o_hau_mai_value:contains('1')",
        },
        {
            trigger: "[data-menu-xmlid='hau_mai.hau_mai_menu_complaints']",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='hau_mai.hau_mai_menu_complaint_dashboard']",
            run: "click",
        },
        {
            content: "Each team has its card with its figures and its weeks",
            trigger: ".o_hau_mai_team_dashboard .o_kanban_record:contains('Care') canvas",
        },
        {
            trigger:
                ".o_hau_mai_team_dashboard .o_kanban_record:contains('Tour Team') [data-figure=overdue]:contains('1')",
            run: "click",
        },
        {
            content: "The figure opens its list",
            trigger: ".o_data_row:contains('It drips')",
        },
        {
            trigger: "[data-menu-xmlid='hau_mai.hau_mai_menu_reporting']",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='hau_mai.hau_mai_menu_complaint_report']",
            run: "click",
        },
        {
            content: "Cases by cause, with true medians",
            trigger: ".o_pivot table th:contains('Material')",
        },
        {
            trigger: ".o_pivot table th:contains('Median')",
        },
        {
            trigger: ".o_switch_view.o_graph",
            run: "click",
        },
        {
            trigger: ".o_graph_renderer canvas",
        },
        {
            trigger: "[data-menu-xmlid='hau_mai.hau_mai_menu_reporting']",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='hau_mai.hau_mai_menu_complaint_summary']",
            run: "click",
        },
        {
            content: "The report for management asks for its period",
            trigger: ".modal button[name=action_print]",
        },
        {
            trigger: ".modal .btn-close, .modal button[special=cancel]",
            run: "click",
        },
        {
            trigger: "body:not(.modal-open)",
        },
    ],
});
