// Draws a chart above each table of a <figure class="chart">, from the table's own numbers: columns
// marked data-series, cells with data-value; an empty value is unknown and leaves a gap. Without
// scripts the table is all there is, and nothing is missing.
"use strict";
(() => {
    const colours = ["#0b5394", "#b45309", "#6c757d", "#b02a37"];
    const points = ["circle", "rect", "triangle", "rectRot"];
    const dashes = [[], [8, 4], [2, 3], [12, 3, 3, 3]];

    function series(table) {
        const heads = [...table.tHead.rows[0].cells];
        return heads.flatMap((head, column) => !("series" in head.dataset) ? [] : [{
            label: head.textContent,
            data: [...table.tBodies[0].rows].map((row) => {
                const value = row.cells[column].dataset.value;
                return value === "" ? null : Number(value);
            }),
        }]);
    }

    function draw(figure) {
        const table = figure.querySelector("table");
        const kind = figure.dataset.kind;
        const found = series(table);
        if (!found.some((one) => one.data.some((value) => value !== null))) {
            return; // nothing is known: the table says so
        }
        const labels = [...table.tBodies[0].rows].map((row) => row.cells[0].textContent);
        const frame = document.createElement("div");
        frame.className = "chart-frame";
        if (kind !== "line") {
            frame.style.height = `${Math.max(160, 70 + labels.length * (kind === "bar" ? 34 : 44))}px`;
        }
        const canvas = document.createElement("canvas");
        canvas.setAttribute("role", "img");
        canvas.setAttribute("aria-labelledby", figure.getAttribute("aria-labelledby"));
        frame.append(canvas);
        figure.prepend(frame);
        const stacked = kind === "stack";
        new Chart(canvas, {
            type: kind === "line" ? "line" : "bar",
            data: {
                labels,
                datasets: found.map((one, at) => ({
                    ...one, borderColor: colours[at], backgroundColor: colours[at], pointStyle: points[at],
                    pointRadius: 5, borderDash: kind === "line" ? dashes[at] : [], spanGaps: false,
                })),
            },
            options: {
                indexAxis: kind === "line" ? "x" : "y",
                animation: false,
                maintainAspectRatio: false,
                plugins: { legend: { labels: { usePointStyle: true } } },
                scales: {
                    x: { stacked, beginAtZero: true, ticks: stacked ? { precision: 0 } : {} },
                    y: { stacked, beginAtZero: true },
                },
            },
        });
    }

    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    Chart.defaults.font.size = 15;
    document.querySelectorAll("figure.chart").forEach(draw);
})();
