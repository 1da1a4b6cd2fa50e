import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

const CELL_CLASSES = {
    same: "text-muted",
    up: "table-success fw-bold",
    down: "table-danger fw-bold",
};

/** How many customers would move from which tier to which, as a table. */
export class TierFlowField extends Component {
    static template = "hau_mai.TierFlowField";
    static props = { ...standardFieldProps };

    get flow() {
        return this.props.record.data[this.props.name] || { columns: [], rows: [], after: [] };
    }

    cellClass(cell) {
        return cell.count ? CELL_CLASSES[cell.kind] : "text-muted";
    }

    width(count) {
        return this.flow.total ? (100 * count) / this.flow.total : 0;
    }
}

export const tierFlowField = {
    component: TierFlowField,
    supportedTypes: ["json", "jsonb"],
};

registry.category("fields").add("hau_mai_tier_flow", tierFlowField);
