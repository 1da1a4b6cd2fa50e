import { registry } from "@web/core/registry";

/**
 * A customer on a telephone: the mark of the link is chosen, they choose another, say why, agree
 * that it is published, and take that back.
 */
registry.category("web_tour.tours").add("hau_mai_nps", {
    steps: () => [
        {
            content: "The mark of the link is chosen",
            trigger: "#score_3:checked",
        },
        {
            content: "The page is no wider than the telephone",
            trigger: "form[name=nps_form]",
            run() {
                const { scrollWidth, clientWidth } = document.documentElement;
                if (scrollWidth > clientWidth) {
                    throw new Error(`${scrollWidth} px on a screen of ${clientWidth}`);
                }
            },
        },
        {
            trigger: "label[for=score_2]",
            run: "click",
        },
        {
            trigger: "#comment",
            run: "edit Nobody called back",
        },
        {
            content: "Nothing is agreed to beforehand",
            trigger: "#publish:not(:checked)",
            run: "click",
        },
        {
            trigger: "#shown_as",
            run: "selectByLabel My initials",
        },
        {
            trigger: "button[name=send]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Thanks, and under which name it is published",
            trigger: "[name=review_published]:contains('N. V. A.')",
        },
        {
            trigger: "button[name=withdraw]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "body:not(:has([name=review_published])) [name=nps]",
        },
    ],
});
