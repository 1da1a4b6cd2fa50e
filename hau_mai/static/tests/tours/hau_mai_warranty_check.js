import { registry } from "@web/core/registry";

// Somebody asks twice: first with the wrong phone, then with the right one.
registry.category("web_tour.tours").add("hau_mai_warranty_check", {
    steps: () => [
        {
            trigger: "form[name=check_warranty] #number",
            run: "edit ac 77",
        },
        {
            trigger: "form[name=check_warranty] #phone",
            run: "edit 0000",
        },
        {
            trigger: "form[name=check_warranty] button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "What was typed stands there still",
            trigger: "[name=unknown] ~ form #number:value(ac 77)",
        },
        {
            trigger: "form[name=check_warranty] #phone",
            run: "edit 4567",
        },
        {
            trigger: "form[name=check_warranty] button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "[name=answer] [data-status=active]",
        },
        {
            trigger: "[name=answer] [name=period]:contains(Compressor)",
        },
    ],
});
