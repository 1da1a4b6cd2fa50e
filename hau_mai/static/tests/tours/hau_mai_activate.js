import { registry } from "@web/core/registry";

/** Nothing on the page is wider than a telephone. */
const NARROW = {
    content: "The page is no wider than the telephone",
    trigger: "button[name=activate]",
    run() {
        const { scrollWidth, clientWidth } = document.documentElement;
        if (scrollWidth > clientWidth) {
            throw new Error(`${scrollWidth} px on a screen of ${clientWidth}`);
        }
    },
};

/** Somebody scanned the code on a device and types serial number and phone. */
registry.category("web_tour.tours").add("hau_mai_activate_by_code", {
    steps: () => [
        { trigger: "a[name=activate]", run: "click", expectUnloadPage: true },
        { trigger: "[name=product]:contains('Purifier')" },
        NARROW,
        { trigger: "input[name=serial]", run: "edit AP-1" },
        { trigger: "input[name=name]", run: "edit Nguyễn Thị An" },
        { trigger: "input[name=phone]", run: "edit 0905 556 677" },
        { trigger: "button[name=activate]", run: "click", expectUnloadPage: true },
        { content: "One answer, whatever was typed", trigger: "[name=thanks]" },
        { trigger: "a[name=card]", run: "click", expectUnloadPage: true },
        { content: "The card says for what and until when", trigger: "[name=coverage]" },
        { trigger: "body:not(:has(a[name=activate]))" },
    ],
});

/** The owner, logged in: a click, and the card says until when. */
registry.category("web_tour.tours").add("hau_mai_activate_in_portal", {
    steps: () => [
        { trigger: "#activation:contains('starts by itself')" },
        NARROW,
        { trigger: "button[name=activate]", run: "click", expectUnloadPage: true },
        { trigger: "[name=notice]:contains('Your warranty is activated')" },
        {
            content: "There is nothing left to activate, and the card can be read",
            trigger: "body:not(:has(#activation)) [name=coverage]",
        },
    ],
});

/** A dealer at the till: from the portal to the card of their customer. */
registry.category("web_tour.tours").add("hau_mai_dealer", {
    steps: () => [
        { trigger: "a[href='/my/dealer']", run: "click", expectUnloadPage: true },
        { trigger: "input[name=search]", run: "edit dl-1" },
        { trigger: "form[name=search] button", run: "click", expectUnloadPage: true },
        {
            trigger: "[name=units] a:contains('DL-1')",
            run: "click",
            expectUnloadPage: true,
        },
        NARROW,
        { trigger: "input[name=name]", run: "edit Trần Văn Năm" },
        { trigger: "input[name=phone]", run: "edit 0987 654 321" },
        { trigger: "button[name=activate]", run: "click", expectUnloadPage: true },
        { trigger: "[name=notice]:contains('your customer')" },
        { trigger: "a[name=activations]", run: "click", expectUnloadPage: true },
        { trigger: "[name=activations] li:contains('Trần Văn Năm')" },
    ],
});
