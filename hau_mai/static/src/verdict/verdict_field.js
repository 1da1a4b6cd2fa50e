import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

const LOOKS = {
    none: ["secondary", "fa-minus-circle"],
    not_started: ["info", "fa-clock-o"],
    active: ["success", "fa-shield"],
    expiring: ["warning", "fa-hourglass-half"],
    expired: ["danger", "fa-times-circle"],
    void: ["secondary", "fa-ban"],
    returned: ["secondary", "fa-reply"],
    replaced: ["secondary", "fa-exchange"],
};

/** The status of a warranty card, large and in colour, with its sentence. */
export class VerdictField extends Component {
    static template = "hau_mai.VerdictField";
    static props = { ...standardFieldProps };

    get value() {
        return this.props.record.data[this.props.name];
    }

    get look() {
        const [color, icon] = LOOKS[this.value] || LOOKS.none;
        return { color, icon };
    }

    get label() {
        const { selection } = this.props.record.fields[this.props.name];
        return (selection.find(([key]) => key === this.value) || ["", ""])[1];
    }

    get sentences() {
        return (this.props.record.data.status_sentence || "").split("; ").filter(Boolean);
    }
}

export const verdictField = {
    component: VerdictField,
    supportedTypes: ["selection"],
    fieldDependencies: [{ name: "status_sentence", type: "char" }],
};

registry.category("fields").add("hau_mai_verdict", verdictField);
