import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";

const STATUS_COLORS = {
    active: "success",
    expiring: "warning",
    expired: "danger",
    not_started: "info",
};

/**
 * The page After-Sales of a customer. It asks the server when it is opened, so that the
 * customer's form itself stays as fast as before.
 */
export class AfterSalesPage extends Component {
    static template = "hau_mai.AfterSalesPage";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ page: null });
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps((next) => {
            if (next.record.resId !== this.loadedId) {
                return this.load(next.record.resId);
            }
        });
    }

    async load(partnerId) {
        this.loadedId = partnerId;
        this.state.page = partnerId
            ? await this.orm.call("res.partner", "get_after_sales_page", [[partnerId]])
            : null;
    }

    badgeColor(status) {
        return STATUS_COLORS[status] || "secondary";
    }

    open(entry) {
        if (entry.action) {
            return this.action.doAction(entry.action);
        }
    }

    async openAll() {
        const args = [[this.props.record.resId]];
        return this.action.doAction(
            await this.orm.call("res.partner", "action_view_warranties", args)
        );
    }

    openUnit(unit) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "hau_mai.unit",
            res_id: unit.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("view_widgets").add("hau_mai_after_sales", { component: AfterSalesPage });
