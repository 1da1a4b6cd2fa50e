import { useService } from "@web/core/utils/hooks";

import { Component, onWillStart, onWillUpdateProps, useEffect, useRef, useState } from "@odoo/owl";

import { CounterReceive } from "./counter_receive";

/** The thing on the counter: its verdict in colour, its people, its jobs, and what comes next. */
export class CounterUnit extends Component {
    static template = "hau_mai.CounterUnit";
    static components = { CounterReceive };
    static props = {
        unitId: Number,
        serviceId: { type: [Number, Boolean], optional: true },
        back: Function,
        openRecord: Function,
    };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.receiveButton = useRef("receive");
        this.jobButton = useRef("job");
        this.state = useState({ unit: null, receiving: false, received: null });
        onWillStart(() => this.load(this.props.unitId));
        onWillUpdateProps((next) => {
            if (next.unitId !== this.state.unit.id) {
                return this.load(next.unitId);
            }
        });
        // The next step has the focus: Enter goes on, and a scan still goes to the box.
        useEffect(
            () => {
                if (!this.state.receiving) {
                    (this.jobButton.el || this.receiveButton.el)?.focus();
                }
            },
            () => [this.state.unit.id, this.state.receiving, this.state.received]
        );
    }

    async load(unitId) {
        this.state.unit = await this.orm.call("hau_mai.counter", "get_unit", [unitId]);
        Object.assign(this.state, { receiving: false, received: null });
    }

    get people() {
        return [this.state.unit.owner, ...this.state.unit.contacts];
    }

    phoneLink(phone) {
        return `tel:${phone.replace(/[^\d+]/g, "")}`;
    }

    openRow(row) {
        if (row.action) {
            return this.action.doAction(row.action);
        }
    }

    /** The job is there: show it on the unit, then hand out the receipt. */
    async onReceived(job) {
        await this.load(this.props.unitId);
        this.state.received = job;
        if (job.action) {
            await this.action.doAction(job.action);
        }
    }
}
