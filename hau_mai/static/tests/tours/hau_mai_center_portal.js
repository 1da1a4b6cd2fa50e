import { registry } from "@web/core/registry";

/**
 * A partner's technician, on the phone: accept the job, make the appointment, fill in the
 * checklist, write down the result, let the customer sign.
 */
registry.category("web_tour.tours").add("hau_mai_center_portal", {
    steps: () => [
        {
            content: "A job waits for an answer",
            trigger: ".o_portal_my_home a[href*='/my/jobs']:contains('Jobs to accept')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_hau_mai_jobs a:contains('AC 9000')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Take it",
            trigger: ".o_hau_mai_accept",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Now the customer can be called",
            trigger: ".o_hau_mai_job a[href^='tel:']",
        },
        {
            content: "The last free time",
            trigger: "#appointment_start",
            run() {
                this.anchor.selectedIndex = this.anchor.options.length - 1;
            },
        },
        {
            trigger: ".o_hau_mai_appoint",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_hau_mai_notice:contains('appointment is made')",
        },
        {
            trigger: ".o_hau_mai_start",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Started: the button is gone",
            trigger: ".o_hau_mai_job:not(:has(.o_hau_mai_start))",
        },
        {
            trigger: ".o_hau_mai_check:contains('Leaks') label:contains('Pass')",
            run: "click",
        },
        {
            trigger: ".o_hau_mai_check:contains('Pressure') input[inputmode=decimal]",
            run: "edit 5",
        },
        {
            trigger: ".o_hau_mai_save_checks",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_hau_mai_notice:contains('checklist is saved')",
        },
        {
            trigger: "select[name=result]",
            run: "select repaired",
        },
        {
            trigger: "textarea[name=note]",
            run: "edit Cleaned, refilled",
        },
        {
            trigger: ".o_hau_mai_save_result",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The customer signs",
            trigger: ".o_web_sign_auto_button",
            run: "click",
        },
        {
            trigger: ".o_portal_sign_submit:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_hau_mai_notice:contains('finished')",
        },
        {
            content: "and is nobody any more",
            trigger: ".o_hau_mai_job [name=customer]:contains('N. V. A.')",
        },
    ],
});
