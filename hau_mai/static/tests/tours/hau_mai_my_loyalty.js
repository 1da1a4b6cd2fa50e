import { registry } from "@web/core/registry";

/** A customer on a telephone: from the home of the portal to their tier, their code, what changed. */
registry.category("web_tour.tours").add("hau_mai_my_loyalty", {
    steps: () => [
        {
            trigger: "a[href='/my/loyalty']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Their tier, and how far it is to the next one",
            trigger: "[name=tier]:contains('Silver') .progress-bar",
        },
        {
            trigger: "p[name=progress]:contains('more for Gold')",
        },
        {
            content: "The page is no wider than the telephone",
            trigger: "[name=tier] a[name=card]",
            run() {
                const { scrollWidth, clientWidth } = document.documentElement;
                if (scrollWidth > clientWidth) {
                    throw new Error(`${scrollWidth} px on a screen of ${clientWidth}`);
                }
            },
        },
        {
            content: "The code they pass on",
            trigger: "[name=referral] [name=code]:not(:empty)",
        },
        {
            trigger: "[name=moves] li:contains('Silver')",
        },
    ],
});
