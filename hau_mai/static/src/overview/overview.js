import { loadBundle } from "@web/core/assets";
import { getColor } from "@web/core/colors/colors";
import { cookie } from "@web/core/browser/cookie";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { Component, onMounted, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";

/** Of Odoo's palette, in an order in which neighbours differ. */
const COLORS = [4, 2, 1, 0, 3, 5];

/** The app's first screen. Every figure, and every bar of the graph, opens its list. */
export class Overview extends Component {
    static template = "hau_mai.Overview";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.canvas = useRef("canvas");
        this.state = useState({ tiles: [], chart: { labels: [], series: [] } });
        onWillStart(() => this.load());
        onMounted(() => this.drawChart());
        onWillUnmount(() => this.chart?.destroy());
    }

    get display() {
        return { controlPanel: {} };
    }

    get hasChart() {
        return this.state.chart.series.some((line) => line.values.some(Boolean));
    }

    async load() {
        Object.assign(this.state, await this.orm.call("hau_mai.overview", "get_overview", []));
    }

    open(figure) {
        return this.action.doAction(figure.action);
    }

    /** The graph comes after the figures: its library is loaded only now. */
    async drawChart() {
        if (!this.hasChart) {
            return;
        }
        await loadBundle("web.chartjs_lib");
        if (!this.canvas.el) {
            return;
        }
        this.chart = new Chart(this.canvas.el, this.chartConfig());
    }

    chartConfig() {
        const scheme = cookie.get("color_scheme");
        const { labels, series } = this.state.chart;
        return {
            type: "bar",
            data: {
                labels,
                datasets: series.map((line, index) => ({
                    label: line.label,
                    data: line.values,
                    backgroundColor: getColor(COLORS[index % COLORS.length], scheme, 6),
                    borderRadius: 3,
                })),
            },
            options: {
                responsive: true,
                maintainAspectRatio: false,
                animation: false,
                scales: {
                    x: { grid: { display: false }, title: { display: true, text: _t("Week of") } },
                    y: { beginAtZero: true, ticks: { precision: 0 } },
                },
                plugins: { legend: { position: "bottom" } },
                onHover: (ev, elements) => {
                    ev.native.target.style.cursor = elements.length ? "pointer" : "default";
                },
                onClick: (ev, elements) => {
                    if (elements.length) {
                        const { datasetIndex, index } = elements[0];
                        this.action.doAction(series[datasetIndex].actions[index]);
                    }
                },
            },
        };
    }
}

registry.category("actions").add("hau_mai_overview", Overview);
