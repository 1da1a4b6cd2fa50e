import { registry } from "@web/core/registry";

/** A customer on a telephone: from the home of the portal to what one of their cards says. */
registry.category("web_tour.tours").add("hau_mai_my_warranty", {
    steps: () => [
        {
            trigger: "a[href='/my/warranties']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The list says whether it is covered, and until when",
            trigger: "[name=warranties] a:contains('AC 9000'):contains('Covered until')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The first thing one reads, without scrolling",
            trigger: "[name=verdict]:contains('Your AC 9000 is covered until')",
            run() {
                const { bottom } = this.anchor.getBoundingClientRect();
                if (bottom > window.innerHeight) {
                    throw new Error(`The verdict ends ${bottom} px down the page`);
                }
            },
        },
        {
            content: "The page is no wider than the telephone",
            trigger: "[name=actions] a[name=card]",
            run() {
                const { scrollWidth, clientWidth } = document.documentElement;
                if (scrollWidth > clientWidth) {
                    throw new Error(`${scrollWidth} px on a screen of ${clientWidth}`);
                }
            },
        },
        {
            content: "What is left, and why this day",
            trigger: "[name=coverages] li:contains('Compressor'):contains('left') [name=why] summary",
            run: "click",
        },
        {
            trigger: "[name=why][open] span:contains('10 years from')",
        },
        {
            trigger: "[name=actions] a[name=new_request]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The case is about this product",
            trigger: "select[name=about]",
            run() {
                const [chosen] = this.anchor.selectedOptions;
                if (!chosen.textContent.includes("AC 9000")) {
                    throw new Error(`It is about ${chosen.textContent}`);
                }
            },
        },
    ],
});
