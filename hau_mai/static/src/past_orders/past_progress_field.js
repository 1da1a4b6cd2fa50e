import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, onMounted, onWillUnmount } from "@odoo/owl";

/** How often the form asks how far a run is, in milliseconds. */
const PACE = 3000;

/** How far a run over past orders is; looks again by itself while it runs. */
export class PastProgressField extends Component {
    static template = "hau_mai.PastProgressField";
    static props = { ...standardFieldProps };

    setup() {
        onMounted(() => {
            this.timer = setInterval(() => this.refresh(), PACE);
        });
        onWillUnmount(() => clearInterval(this.timer));
    }

    get percent() {
        return Math.floor(this.props.record.data[this.props.name]);
    }

    get isRunning() {
        return this.props.record.data.state === "running";
    }

    async refresh() {
        if (this.isRunning && !this.loading && !document.hidden) {
            this.loading = true;
            try {
                await this.props.record.load();
            } finally {
                this.loading = false;
            }
        }
    }
}

export const pastProgressField = {
    component: PastProgressField,
    supportedTypes: ["float"],
    fieldDependencies: [{ name: "state", type: "selection" }],
};

registry.category("fields").add("hau_mai_past_progress", pastProgressField);
