import { registry } from "@web/core/registry";

/** A manager tries other thresholds and sees who would move before they hold. */
registry.category("web_tour.tours").add("hau_mai_tier_what_if", {
    steps: () => [
        {
            content: "The threshold of Gold",
            trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(Gold) td[name=amount_min]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=line_ids] .o_selected_row [name=amount_min] input",
            run: "edit 2000",
        },
        {
            content: "Count who would move",
            trigger: "button[name=action_preview]:contains(Count)",
            run: "click",
        },
        {
            content: "One customer would rise",
            trigger: ".o_hau_mai_tier_flow .table-success:contains(1)",
        },
        {
            content: "Who it is",
            trigger: "button[name=action_view_moving]",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row",
        },
    ],
});
