import { registry } from "@web/core/registry";

/** A manager promises less for warranty claims and reads what that will do. */
registry.category("web_tour.tours").add("hau_mai_sla_policy", {
    steps: () => [
        { trigger: ".o_field_widget[name=types] button[data-key=claim]", run: "click" },
        { trigger: ".o_field_widget[name=types] button[data-key=claim][aria-pressed=true]" },
        { trigger: ".o_hau_mai_policy_preview li:contains(For: Warranty claim)" },
        { trigger: ".o_field_widget[name=hours] input", run: "edit 4" },
        { trigger: ".o_field_widget[name=name] input", run: "click" },
        { trigger: ".o_hau_mai_policy_preview blockquote:contains(4 working hours)" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});

/** An agent sees on a case who waits for whom, and why the deadline is what it is. */
registry.category("web_tour.tours").add("hau_mai_sla_case", {
    steps: () => [
        { trigger: ".o_hau_mai_clocks_sentence:contains(waits for us)" },
        { trigger: ".o_hau_mai_clock[data-status=running] summary", run: "click" },
        { trigger: ".o_hau_mai_clock[open] .o_hau_mai_clock_explanation:contains(8 working hours)" },
        { trigger: ".nav-link[name=clocks]", run: "click" },
        { trigger: ".o_field_widget[name=sla_status_ids] .o_data_row" },
    ],
});
