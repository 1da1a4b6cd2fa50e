import { registry } from "@web/core/registry";

/** At the counter, with the keyboard alone: scan, receive, open the job. */
registry.category("web_tour.tours").add("hau_mai_counter", {
    steps: () => [
        {
            content: "Something nobody knows",
            trigger: ".o_hau_mai_box",
            run: "edit XYZ-999-77 && press Enter",
        },
        {
            content: "can be registered",
            trigger: ".o_hau_mai_nothing:contains('register it')",
        },
        {
            content: "The last digits of a phone find all that the customer has",
            trigger: ".o_hau_mai_box",
            run: "edit 4567 && press Enter",
        },
        {
            trigger: ".o_hau_mai_hit:nth-child(2)",
        },
        {
            trigger: ".o_hau_mai_hit.active:nth-child(1)",
        },
        {
            content: "Arrows choose",
            trigger: ".o_hau_mai_box",
            run: "press ArrowDown",
        },
        {
            trigger: ".o_hau_mai_hit.active:nth-child(2)",
        },
        {
            content: "A scan opens the one it names",
            trigger: ".o_hau_mai_box",
            run: "edit https://shop.example/w/BH26880012?from=qr && press Enter",
        },
        {
            trigger: ".o_hau_mai_counter_unit .o_hau_mai_verdict.alert-success:contains('Under warranty')",
        },
        {
            trigger: "[data-verdict=parts]:has(.text-success):contains('until')",
        },
        {
            trigger: "[data-verdict=transport]:has(.text-danger)",
        },
        {
            content: "The next step has the focus",
            trigger: ".o_hau_mai_receive:focus",
            run: "press Enter",
        },
        {
            content: "and then what the customer says",
            trigger: ".o_hau_mai_receive_form textarea:focus",
            run: "edit It does not cool",
        },
        {
            content: "what is left with it; Enter saves",
            trigger: ".o_hau_mai_receive_form #counter_accessories",
            run: "edit Remote control && press Enter",
        },
        {
            content: "It is received",
            trigger: ".o_hau_mai_received:contains('promised for')",
        },
        {
            trigger: ".o_hau_mai_job:contains('Repair'):contains('It does not cool')",
        },
        {
            trigger: ".o_hau_mai_open_job:focus",
            run: "press Enter",
        },
        {
            content: "The job",
            trigger: ".o_form_view div[name=request] textarea:value('It does not cool')",
        },
        {
            content: "The work begins",
            trigger: "button[name=action_start]:enabled",
            run: "click",
        },
        {
            content: "and is done",
            trigger: "button[name=action_finish]:enabled",
            run: "click",
        },
        {
            content: "A repair says how it ended",
            trigger: ".modal [name=result] input[data-value=repaired]",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_apply_finish]",
            run: "click",
        },
        {
            content: "The customer comes for it",
            trigger: ".o_form_view:not(:has(.modal)) button[name=action_hand_over]:enabled",
            run: "click",
        },
        {
            content: "The job is closed",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Closed')",
        },
    ],
});
