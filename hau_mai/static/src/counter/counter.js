import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KeepLast } from "@web/core/utils/concurrency";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { LogCallDialog } from "../log_call/log_call_dialog";
import { CounterUnit } from "./counter_unit";

import { Component, onMounted, useExternalListener, useRef, useState } from "@odoo/owl";

const ICONS = {
    "hau_mai.unit": "fa-shield",
    "hau_mai.service": "fa-wrench",
    "res.partner": "fa-user",
};
const NOTHING = { text: "", hits: [], open: false, more: false, sentence: "", register: {} };

/**
 * The counter. One box for serial, card, order, job, phone and name, made for the keyboard
 * and for scanners that type and end with Enter: whatever is typed outside a field goes to it.
 */
export class Counter extends Component {
    static template = "hau_mai.Counter";
    static components = { Layout, CounterUnit };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.box = useRef("box");
        this.list = useRef("list");
        const kept = this.props.state || {};
        this.state = useState({
            text: kept.text || "",
            found: { ...NOTHING },
            active: 0,
            asked: false,
            unitId: kept.unitId || false,
            serviceId: false,
        });
        useSetupAction({
            getLocalState: () => ({ text: this.state.text, unitId: this.state.unitId }),
        });
        useExternalListener(window, "keydown", (ev) => this.onWindowKeydown(ev));
        onMounted(() => {
            if (!this.state.unitId) {
                this.focusBox();
            }
        });
    }

    get display() {
        return { controlPanel: {} };
    }

    icon(hit) {
        return ICONS[hit.model];
    }

    /** Back to the box, ready to be typed over. */
    focusBox() {
        this.box.el?.focus();
        this.box.el?.select();
    }

    /** A scan, or the first letter of a name, lands in the box wherever one is. */
    onWindowKeydown(ev) {
        if (ev.ctrlKey || ev.metaKey || ev.altKey || ev.defaultPrevented) {
            return;
        }
        if (document.querySelector(".o_dialog")) {
            return;
        }
        const field = ev.target.closest?.("input, textarea, select, [contenteditable=true]");
        if (ev.key === "Escape" && (!field || field === this.box.el)) {
            return this.reset();
        }
        if (!field && ev.key.length === 1 && ev.key !== " ") {
            this.focusBox();
        }
    }

    onBoxKeydown(ev) {
        const { hits } = this.state.found;
        if (ev.key === "Enter") {
            ev.preventDefault();
            const chosen = hits[this.state.active];
            if (chosen && !this.state.unitId && this.state.asked === this.state.text.trim()) {
                return this.open(chosen);
            }
            return this.find();
        }
        if (["ArrowDown", "ArrowUp"].includes(ev.key) && hits.length) {
            ev.preventDefault();
            const step = ev.key === "ArrowDown" ? 1 : -1;
            this.state.active = (this.state.active + step + hits.length) % hits.length;
            this.list.el?.children[this.state.active]?.scrollIntoView({ block: "nearest" });
        }
    }

    async find() {
        const asked = this.state.text.trim();
        if (!asked) {
            return;
        }
        const found = await this.keepLast.add(this.orm.call("hau_mai.counter", "find", [asked]));
        Object.assign(this.state, { found, asked, active: 0, unitId: false, serviceId: false });
        if (found.open !== false) {
            return this.open(found.hits[found.open]);
        }
        this.focusBox();
    }

    /** Everything a hit leads to: the unit here, the rest where it lives. */
    open(hit) {
        if (hit.model === "hau_mai.unit") {
            return this.showUnit(hit.id);
        }
        if (hit.unit_id) {
            return this.showUnit(hit.unit_id, hit.id);
        }
        return this.openRecord(hit.model, hit.id);
    }

    showUnit(unitId, serviceId = false) {
        Object.assign(this.state, { unitId, serviceId });
    }

    openRecord(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    /** Somebody asks or complains: who it is was typed already. */
    logCall() {
        this.dialog.add(LogCallDialog, { text: this.state.text });
    }

    reset() {
        Object.assign(this.state, {
            text: "",
            found: { ...NOTHING },
            asked: false,
            unitId: false,
            serviceId: false,
        });
        this.focusBox();
    }

    /** Something sold elsewhere, or before Odoo: its card, with what was scanned. */
    register(partnerId = false) {
        const context = { ...this.state.found.register };
        if (partnerId) {
            context.default_partner_id = partnerId;
        }
        this.dialog.add(FormViewDialog, {
            resModel: "hau_mai.unit",
            title: _t("Register What Was Sold Elsewhere"),
            context,
            canExpand: false,
            onRecordSaved: (record) => this.showUnit(record.resId),
        });
    }
}

registry.category("actions").add("hau_mai_counter", Counter);
