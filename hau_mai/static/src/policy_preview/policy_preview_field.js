import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

/** What a policy promises, as the customer reads it, and as bars over the years. */
export class PolicyPreviewField extends Component {
    static template = "hau_mai.PolicyPreviewField";
    static props = { ...standardFieldProps };

    get preview() {
        return this.props.record.data[this.props.name] || { rows: [], notes: [] };
    }
}

export const policyPreviewField = {
    component: PolicyPreviewField,
    supportedTypes: ["json", "jsonb"],
};

registry.category("fields").add("hau_mai_policy_preview", policyPreviewField);
