import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Dialog } from "@web/core/dialog/dialog";
import { KeepLast } from "@web/core/utils/concurrency";
import { useAutofocus, useService } from "@web/core/utils/hooks";

import { Component, onWillStart, useRef, useState } from "@odoo/owl";

const NOBODY = { callers: [], more: false, sentence: "", phone: "" };

/**
 * A call comes in. One box finds who it is; below, how we stand with them; then what they say,
 * kept as a note on their page or as a case, with one click. Made for the keyboard.
 */
export class LogCallDialog extends Component {
    static template = "hau_mai.LogCallDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        partnerId: { type: [Number, Boolean], optional: true },
        unitId: { type: [Number, Boolean], optional: true },
        text: { type: String, optional: true },
    };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.keepLast = new KeepLast();
        this.box = useAutofocus({ refName: "box" });
        this.words = useRef("words");
        this.state = useState({
            text: this.props.text || "",
            asked: false,
            found: { ...NOBODY },
            active: 0,
            caller: null,
            unitId: this.props.unitId || false,
            unknown: false,
            types: [],
            type: "complaint",
            subject: "",
            said: "",
            busy: false,
        });
        onWillStart(async () => {
            this.state.types = await this.orm.call("hau_mai.call", "get_types", []);
            if (this.props.partnerId) {
                await this.choose({
                    partner_id: this.props.partnerId,
                    unit_id: this.props.unitId,
                });
            } else if (this.props.text) {
                await this.find();
            }
        });
    }

    /** Open cases about the same thing, or about nothing in particular: the case may be there. */
    get duplicates() {
        const { unitId, caller } = this.state;
        return caller.cases.filter((one) => !unitId || !one.unit_id || one.unit_id === unitId);
    }

    onBoxKeydown(ev) {
        const { callers } = this.state.found;
        if (ev.key === "Enter") {
            ev.preventDefault();
            const chosen = callers[this.state.active];
            if (chosen && this.state.asked === this.state.text.trim()) {
                return this.choose(chosen);
            }
            return this.find();
        }
        if (["ArrowDown", "ArrowUp"].includes(ev.key) && callers.length) {
            ev.preventDefault();
            const step = ev.key === "ArrowDown" ? 1 : -1;
            this.state.active = (this.state.active + step + callers.length) % callers.length;
        }
    }

    async find() {
        const asked = this.state.text.trim();
        if (!asked) {
            return;
        }
        const found = await this.keepLast.add(this.orm.call("hau_mai.call", "find", [asked]));
        Object.assign(this.state, { found, asked, active: 0, caller: null, unknown: false });
        if (found.callers.length === 1) {
            return this.choose(found.callers[0]);
        }
    }

    async choose(hit) {
        const caller = await this.orm.call("hau_mai.call", "get_caller", [hit.partner_id]);
        Object.assign(this.state, { caller, unitId: hit.unit_id || false, unknown: false });
        this.focusWords();
    }

    /** Somebody nobody knows: the case keeps the number, and is linked later. */
    beginUnknown() {
        this.state.unknown = true;
        this.focusWords();
    }

    focusWords() {
        requestAnimationFrame(() => this.words.el?.focus());
    }

    pickUnit(unit) {
        this.state.unitId = this.state.unitId === unit.id ? false : unit.id;
    }

    back() {
        Object.assign(this.state, { caller: null, unknown: false, unitId: false });
        requestAnimationFrame(() => this.box.el?.focus());
    }

    onWordsKeydown(ev) {
        if (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey)) {
            ev.preventDefault();
            return this.openCase();
        }
    }

    /** Do something once, however often the button is hit. */
    async once(work) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            return await work();
        } finally {
            this.state.busy = false;
        }
    }

    logNote() {
        return this.once(async () => {
            const { caller, said } = this.state;
            await this.orm.call("hau_mai.call", "log_note", [caller.id, said]);
            this.notification.add(_t("Noted on the page of %s.", caller.name), { type: "success" });
            this.props.close();
        });
    }

    openCase() {
        return this.once(async () => {
            const { caller, said, subject, type, unitId, found } = this.state;
            const values = { text: said, subject, type, unit_id: unitId };
            Object.assign(values, caller ? { partner_id: caller.id } : { phone: found.phone });
            const action = await this.orm.call("hau_mai.call", "open_case", [values]);
            this.props.close();
            return this.action.doAction(action);
        });
    }

    openRecord(model, id) {
        this.props.close();
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

/** The menu, and buttons elsewhere, open the dialog over whatever is there. */
registry.category("actions").add("hau_mai_log_call", (env, action) => {
    env.services.dialog.add(LogCallDialog, action.params || {});
});
