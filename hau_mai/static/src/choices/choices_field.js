import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, onWillStart, useState } from "@odoo/owl";

/** Several keys of a selection of another model, each a button; none chosen means all. */
export class ChoicesField extends Component {
    static template = "hau_mai.ChoicesField";
    static props = {
        ...standardFieldProps,
        model: { type: String },
        selection: { type: String },
    };

    setup() {
        this.fields = useService("field");
        this.state = useState({ choices: [] });
        onWillStart(async () => {
            const { model, selection } = this.props;
            const loaded = await this.fields.loadFields(model, { fieldNames: [selection] });
            this.state.choices = loaded[selection].selection;
        });
    }

    get chosen() {
        return this.props.record.data[this.props.name] || [];
    }

    toggle(key) {
        const chosen = new Set(this.chosen);
        chosen.delete(key) || chosen.add(key);
        const keys = this.state.choices.map(([value]) => value).filter((value) => chosen.has(value));
        this.props.record.update({ [this.props.name]: keys });
    }
}

export const choicesField = {
    component: ChoicesField,
    supportedTypes: ["json", "jsonb"],
    extractProps: ({ options }) => ({ model: options.model, selection: options.selection }),
};

registry.category("fields").add("hau_mai_choices", choicesField);
