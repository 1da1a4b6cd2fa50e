import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDateTime, serializeDateTime } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { useAutofocus, useService } from "@web/core/utils/hooks";

import { Component, useState } from "@odoo/owl";

/** Taking something in, in place. Ctrl+Enter or F9 saves and prints, Esc leaves it. */
export class CounterReceive extends Component {
    static template = "hau_mai.CounterReceive";
    static components = { DateTimeInput };
    static props = {
        unit: Object,
        people: Array,
        onReceived: Function,
        onCancelled: Function,
    };

    setup() {
        this.orm = useService("orm");
        useAutofocus({ refName: "request" });
        const { kind, date_promised } = this.props.unit.receive;
        this.state = useState({
            kind,
            who: String(this.props.unit.owner.id),
            personName: "",
            personPhone: "",
            request: "",
            accessories: "",
            promised: date_promised && deserializeDateTime(date_promised),
            saving: false,
        });
    }

    get isOther() {
        return this.state.who === "other";
    }

    /** Without seconds: nobody promises those. */
    get format() {
        return localization.dateTimeFormat.replace(":ss", "");
    }

    onKeydown(ev) {
        if (ev.key === "F9" || (ev.key === "Enter" && (ev.ctrlKey || ev.metaKey))) {
            ev.preventDefault();
            ev.stopPropagation();
            return this.save(true);
        }
        if (ev.key === "Escape") {
            ev.preventDefault();
            ev.stopPropagation();
            return this.props.onCancelled();
        }
    }

    onPromised(promised) {
        this.state.promised = promised;
    }

    prepareValues(print) {
        const values = {
            unit_id: this.props.unit.id,
            kind: this.state.kind,
            request: this.state.request,
            accessories: this.state.accessories,
            date_promised: this.state.promised && serializeDateTime(this.state.promised),
            print,
        };
        if (this.isOther) {
            values.person_name = this.state.personName;
            values.person_phone = this.state.personPhone;
        } else {
            values.contact_id = Number(this.state.who);
        }
        return values;
    }

    /** Once, however often the key is pressed. */
    async save(print) {
        if (this.state.saving) {
            return;
        }
        this.state.saving = true;
        try {
            const values = this.prepareValues(print);
            const job = await this.orm.call("hau_mai.counter", "receive", [values]);
            await this.props.onReceived(job);
        } finally {
            this.state.saving = false;
        }
    }
}
