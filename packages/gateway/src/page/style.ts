/** The whole look of the page; follows the system's light or dark. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c1b19; --soft: #5f5b54; --paper: #f6f3ee; --card: #fff; --line: #8d867b; --brand: #14532d; --on-brand: #fff; --bad: #a11212; --note: #fdf3d6; }
@media (prefers-color-scheme: dark) { :root { --ink: #f2efe9; --soft: #b9b3a8; --paper: #171614; --card: #22201d; --line: #8d867b; --brand: #86d9a5; --on-brand: #0c1f13; --bad: #ff9c9c; --note: #3a3216; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { width: min(26rem, 100%); padding: 1.5rem; border-radius: 1rem; background: var(--card); box-shadow: 0 1px 2px #0003, 0 8px 24px #0001; }
h1, h2 { margin: 0; font-size: 1.125rem; font-weight: 600; }
.amount { margin: .25rem 0 1rem; font-size: clamp(1.25rem, 8vw, 2rem); font-weight: 700; line-height: 1.2; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.what { margin: 0 0 1rem; color: var(--soft); overflow-wrap: anywhere; }
.note { margin: 0 0 1.25rem; padding: .5rem .75rem; border-radius: .5rem; background: var(--note); font-size: .875rem; }
.error { margin: 0 0 1rem; color: var(--bad); font-weight: 600; }
form { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; margin: 0 0 1rem; }
label { display: grid; gap: .25rem; font-size: .875rem; color: var(--soft); align-content: end; }
.wide { grid-column: 1 / -1; }
input { width: 100%; min-height: 2.75rem; padding: 0 .75rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--paper); color: var(--ink); font: inherit; font-variant-numeric: tabular-nums; }
button { min-height: 3rem; padding: .5rem 1rem; border: 0; border-radius: .5rem; background: var(--brand); color: var(--on-brand); font: inherit; font-weight: 600; cursor: pointer; }
button.quiet { background: none; color: var(--ink); border: 1px solid var(--line); }
:focus-visible { outline: 3px solid var(--brand); outline-offset: 2px; }
a { color: inherit; display: inline-block; padding: .5rem 0; }
summary { padding: .5rem 0; cursor: pointer; color: var(--soft); }
table { width: 100%; border-collapse: collapse; font-size: .8125rem; }
td { padding: .25rem 0; vertical-align: top; border-top: 1px solid color-mix(in srgb, var(--line) 40%, transparent); }
td:first-child { padding-right: .75rem; white-space: nowrap; font-variant-numeric: tabular-nums; }
a.button { display: grid; place-items: center; min-height: 3rem; border-radius: .5rem; background: var(--brand); color: var(--on-brand); font-weight: 600; text-decoration: none; }
.done { font-size: 1.125rem; font-weight: 600; }
`;
