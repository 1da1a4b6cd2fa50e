import { registry } from "@web/core/registry";

/** A technician's day on a phone: scan, on the way, start, pause, finish with a signature. */
const CARD = ".o_kanban_record:contains('Nguyễn Văn An')";

registry.category("web_tour.tours").add("hau_mai_my_jobs", {
    steps: () => [
        {
            content: "Today's job, with the way there and the number to call",
            trigger: `.o_kanban_group:contains('Today') ${CARD}:has(a[href^='tel:']):has(a[href*='maps'])`,
        },
        {
            content: "What nobody knows is said",
            trigger: ".o_hau_mai_scan",
            run: "edit 4711 && press Enter",
        },
        {
            trigger: ".o_notification:contains('Nothing is known of 4711')",
        },
        {
            content: "The serial number opens the job",
            trigger: ".o_hau_mai_scan",
            run: "edit sn 77 && press Enter",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=serial_number] input:value('SN-77')",
        },
        {
            content: "Back to the day",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            trigger: `${CARD} button[name=action_on_the_way]`,
            run: "click",
        },
        {
            trigger: `${CARD}:contains('On the way') button[name=action_start]`,
            run: "click",
        },
        {
            content: "A part is missing",
            trigger: `${CARD}:contains('In progress') button[name=action_wait]`,
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=waiting_for] label:contains('Parts')",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_apply]:contains('Wait')",
            run: "click",
        },
        {
            content: "It is there",
            trigger: `body:not(:has(.modal)) ${CARD}:contains('We wait for parts') button[name=action_resume]`,
            run: "click",
        },
        {
            trigger: `${CARD}:contains('In progress') button[name=action_finish]`,
            run: "click",
        },
        {
            content: "The checklist, with the thumb",
            trigger: ".modal .o_kanban_record:contains('Leaks?') .o_selection_badge:contains('Pass')",
            run: "click",
        },
        {
            trigger: ".modal .o_kanban_record:contains('Leaks?') .o_selection_badge.active:contains('Pass')",
        },
        {
            trigger: ".modal .o_field_widget[name=result] label:contains('Repaired')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=signed_by] input",
            run: "edit Chị Mai",
        },
        {
            content: "The customer signs",
            trigger: ".modal .o_field_widget[name=customer_signature] .o_signature",
            run: "click",
        },
        {
            trigger: ".modal .o_web_sign_auto_button",
            run: "click",
        },
        {
            trigger: ".modal .modal-footer button.btn-primary:contains('Adopt'):enabled",
            run: "click",
        },
        {
            trigger: ".modal .modal-footer button[name=action_apply_finish]",
            run: "click",
        },
        {
            content: "The day is done",
            trigger: "body:not(:has(.modal)) .o_view_nocontent:contains('Nothing to do for you')",
        },
    ],
});
