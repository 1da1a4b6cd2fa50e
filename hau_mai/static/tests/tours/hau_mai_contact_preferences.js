import { registry } from "@web/core/registry";

/**
 * A customer on a telephone, by the link in a message, without logging in: yes to birthday wishes,
 * and no to all advertising with one click; then birthday wishes again.
 */
registry.category("web_tour.tours").add("hau_mai_contact_preferences", {
    steps: () => [
        {
            content: "Nothing is chosen beforehand, and nothing is wider than the screen",
            trigger: "form[name=preferences]:not(:has(input:checked))",
            run() {
                if (document.documentElement.scrollWidth > window.innerWidth) {
                    console.error("The page is wider than the screen");
                }
            },
        },
        {
            trigger: "label[for=yes-marketing-email]",
            run: "click",
        },
        {
            trigger: "button[name=save]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "[name=saved]",
        },
        {
            trigger: "body:has(#yes-marketing-email:checked)",
        },
        {
            trigger: "button[name=stop][value=advertising]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "body:has(#no-marketing-email:checked):has(#no-birthday-email:checked)",
        },
        {
            trigger: "label[for=yes-birthday-email]",
            run: "click",
        },
        {
            trigger: "button[name=save]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "body:has(#yes-birthday-email:checked):has([name=saved])",
        },
    ],
});
