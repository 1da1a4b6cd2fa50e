import { registry } from "@web/core/registry";
import { useBus } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, useEffect, useRef } from "@odoo/owl";

/**
 * A box that scanners write into: with each Enter and each paste, what is in it is taken, and it
 * is empty for the next one at once. What the server could not use comes back. Enter stays in
 * the box: it saves no dialog.
 */
export class ScanBoxField extends Component {
    static template = "hau_mai.ScanBoxField";
    static props = { ...standardFieldProps, placeholder: { type: String, optional: true } };

    setup() {
        this.box = useRef("box");
        useBus(this.props.record.model.bus, "NEED_LOCAL_CHANGES", ({ detail }) =>
            detail.proms.push(this.take())
        );
        useEffect(
            (box) => box?.focus(),
            () => [this.box.el]
        );
        useEffect(
            (text) => this.bringBack(text),
            () => [this.props.record.data[this.props.name] || ""]
        );
        this.left = "";
    }

    /** What found no place stands in the box again, before what was typed meanwhile. */
    bringBack(text) {
        const box = this.box.el;
        if (!box || text === this.left) {
            return;
        }
        const typed = box.value === this.left ? "" : box.value;
        box.value = [text, typed].filter(Boolean).join("\n");
        this.left = text;
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            ev.stopPropagation();
            this.take();
        }
    }

    onPaste() {
        // the pasted text is in the box a moment later
        setTimeout(() => this.take());
    }

    async take() {
        const { record, name } = this.props;
        const text = this.box.el?.value || "";
        if (text === this.left) {
            return;
        }
        this.box.el.value = "";
        this.left = "";
        await record.update({ [name]: text });
        this.bringBack(record.data[name] || "");
    }
}

export const scanBoxField = {
    component: ScanBoxField,
    supportedTypes: ["text"],
    extractProps: ({ placeholder }) => ({ placeholder }),
};

registry.category("fields").add("hau_mai_scan_box", scanBoxField);
