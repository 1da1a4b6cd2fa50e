import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

const LOOKS = {
    running: ["success", "fa-clock-o"],
    at_risk: ["warning", "fa-hourglass-half"],
    paused: ["secondary", "fa-pause"],
    met: ["success", "fa-check"],
    missed: ["danger", "fa-exclamation-triangle"],
};

const COLORS = {
    ok: "success",
    at_risk: "warning",
    overdue: "danger",
    paused: "secondary",
    met: "success",
    missed: "danger",
};

/** Who waits for whom, and until when: each promise of a case with its clock. */
export class ClocksField extends Component {
    static template = "hau_mai.ClocksField";
    static props = { ...standardFieldProps };

    get clocks() {
        return this.props.record.data[this.props.name] || { rows: [] };
    }

    get color() {
        return COLORS[this.clocks.state] || "secondary";
    }

    look(row) {
        const [color, icon] = LOOKS[row.at_risk ? "at_risk" : row.status];
        return { color, icon, text: color === "secondary" ? "muted" : color };
    }
}

export const clocksField = {
    component: ClocksField,
    supportedTypes: ["json", "jsonb"],
};

registry.category("fields").add("hau_mai_clocks", clocksField);
