import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

import { LogCallDialog } from "./log_call_dialog";

import { Component, onWillStart } from "@odoo/owl";

/** "Log a Call" in the bar on top, for users of After-Sales. */
export class LogCallSystray extends Component {
    static template = "hau_mai.LogCallSystray";
    static props = {};

    setup() {
        this.dialog = useService("dialog");
        onWillStart(async () => {
            this.isShown = await user.hasGroup("hau_mai.group_user_own");
        });
    }

    open() {
        this.dialog.add(LogCallDialog, {});
    }
}

registry
    .category("systray")
    .add("hau_mai.LogCall", { Component: LogCallSystray }, { sequence: 30 });
