import { registry } from "@web/core/registry";

/**
 * The shop: the serial numbers of an order are pasted and scanned, its warranty cards sent.
 */
registry.category("web_tour.tours").add("hau_mai_order_cards", {
    steps: () => [
        {
            content: "Five pieces have no serial number",
            trigger: "button[name=action_enter_serials]:contains('5 missing')",
            run: "click",
        },
        {
            content: "Paste a column; one of them is on a card already",
            trigger: ".modal .o_hau_mai_scan_box",
            run({ anchor }) {
                anchor.value = "SN-1\nSN-2\nSN-2\nSOLD-1\nSN-4";
                anchor.dispatchEvent(new ClipboardEvent("paste", { bubbles: true }));
            },
        },
        {
            content: "The dialog stays, the box is empty, and says what it took once",
            trigger: ".modal [name=scanned]:contains('taken once: SN-2')",
        },
        {
            trigger: ".modal [name=progress]:contains('4 of 5')",
        },
        {
            content: "The card that bears it is named",
            trigger:
                ".modal .o_data_row:contains('SOLD-1') [name=notice]:contains('Already on a valid card')",
        },
        {
            content: "The next one is scanned: a scanner ends with Enter",
            trigger: ".modal .o_hau_mai_scan_box:focus",
            run: "edit SN-5",
        },
        {
            trigger: ".modal .o_hau_mai_scan_box",
            run: "press Enter",
        },
        {
            trigger: ".modal [name=progress]:contains('5 of 5')",
        },
        {
            content: "It was looked at, and is right all the same",
            trigger: ".modal [name=confirmed] input",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "Nothing is missing any more; send the cards",
            trigger: "body:not(:has(.modal)):not(:has(button[name=action_enter_serials]))",
        },
        {
            trigger: "button[name=action_send_warranty_cards]:contains('5 not sent')",
            run: "click",
        },
        {
            trigger: ".modal [name=subject] input:value('Your 5 warranty cards')",
        },
        {
            trigger: ".modal .o_field_html:contains('SN-5')",
        },
        {
            trigger: ".modal button[name=action_send_mail]",
            run: "click",
        },
        {
            content: "The order says so, in one line",
            trigger:
                "body:not(:has(.modal)) .o-mail-Message:contains('5 warranty cards sent to Nguyễn Văn An')",
        },
        {
            trigger: "body:not(:has(button[name=action_send_warranty_cards]))",
        },
    ],
});
