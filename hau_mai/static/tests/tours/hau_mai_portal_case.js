import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** The smallest picture there is. */
const PICTURE = "R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";

function openTheCase() {
    return [
        {
            content: "The request",
            trigger: "[name=requests] a:contains('It is too loud')",
            run: "click",
            expectUnloadPage: true,
        },
    ];
}

/**
 * A customer on a telephone: something is wrong with what they bought.
 */
tours.add("hau_mai_portal_case_open", {
    steps: () => [
        {
            content: "Requests",
            trigger: ".o_portal_index_card:not(.d-none) a[href='/my/requests']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "a[name=new_request]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "About the machine",
            trigger: "select[name=about]",
            run: "selectByLabel AC 9000 · AC-77",
        },
        {
            trigger: "input[name=subject]",
            run: "edit It is too loud",
        },
        {
            trigger: "textarea[name=text]",
            run: "edit It hums at night",
        },
        {
            trigger: "button[name=send]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "We have it",
            trigger: "[name=notice]:contains('will answer soon')",
        },
        {
            trigger: "[name=message][data-mine='1']:contains('It hums at night')",
        },
    ],
});

/**
 * We asked, the customer answers with a photo.
 */
tours.add("hau_mai_portal_case_reply", {
    steps: () => [
        {
            trigger: "[name=requests] .badge:contains('Your turn')",
        },
        ...openTheCase(),
        {
            trigger: "[name=message][data-mine='0']:contains('Is it the fan?')",
        },
        {
            trigger: "form[name=reply] textarea",
            run: "edit Yes, the fan",
        },
        {
            content: "With a photo",
            trigger: "form[name=reply] input[type=file]",
            run() {
                const bytes = Uint8Array.from(atob(PICTURE), (letter) => letter.charCodeAt(0));
                const files = new DataTransfer();
                files.items.add(new File([bytes], "fan.gif", { type: "image/gif" }));
                this.anchor.files = files.files;
            },
        },
        {
            trigger: "button[name=reply]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "[name=message] a[name=file]:contains('fan.gif')",
        },
    ],
});

/**
 * It is solved: the customer says so, and how it was.
 */
tours.add("hau_mai_portal_case_end", {
    steps: () => [
        ...openTheCase(),
        {
            trigger: "[name=status]:contains('We have solved it') [name=resolution]:contains('Repair')",
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
            content: "The page of the rating",
            trigger: "form button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "body:contains('Thank you')",
        },
    ],
});
