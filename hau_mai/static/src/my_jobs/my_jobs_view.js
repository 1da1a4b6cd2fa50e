import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";

/** A technician's day: jobs under headings, and one box for what the scanner types. */
export class MyJobsController extends KanbanController {
    static template = "hau_mai.MyJobsView";

    setup() {
        super.setup();
        this.action = useService("action");
        this.notification = useService("notification");
    }

    get className() {
        return `${super.className || ""} o_hau_mai_my_jobs`;
    }

    async onScan(ev) {
        const box = ev.target;
        const code = box.value.trim();
        if (ev.key !== "Enter" || !code) {
            return;
        }
        const action = await this.model.orm.call("hau_mai.service", "action_scan", [code]);
        if (action) {
            return this.action.doAction(action);
        }
        this.notification.add(_t("Nothing is known of %s.", code), { type: "warning" });
        box.select();
    }
}

registry.category("views").add("hau_mai_my_jobs", {
    ...kanbanView,
    Controller: MyJobsController,
});
