import { registry } from "@web/core/registry";

/**
 * A customer on a telephone: what is due, book a visit, look at it, move it to another time.
 */
registry.category("web_tour.tours").add("hau_mai_portal_booking", {
    steps: () => [
        {
            content: "What is due",
            trigger: ".o_portal_index_card:not(.d-none) a[href='/my/maintenance']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "A visit, please",
            trigger: "button[name=book_visit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "At the first time there is",
            trigger: "details[open] label.btn:first",
            run: "click",
        },
        {
            trigger: "button[name=book]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is booked, and agreed",
            trigger: "[name=notice]:contains('is booked')",
        },
        {
            trigger: "[name=appointment] .badge:contains('Confirmed')",
        },
        {
            trigger: "[name=steps] [data-status=current]:contains('Appointment on')",
        },
        {
            content: "Another time suits better",
            trigger: "a[name=move]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "details[open] label.btn:first",
            run: "click",
        },
        {
            trigger: "button[name=book]:contains('Move')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "[name=notice]:contains('is booked')",
        },
    ],
});
