/** The one style sheet of the pages for people. Contrast AA; a phone gets cards instead of the wide table. */
export const STYLE = `
:root { --ink: #1d2733; --soft: #586575; --line: #dde3ea; --page: #f5f7fa; --card: #fff; --brand: #9d1c1f; --link: #1257a8;
  --good: #0d6b3d; --good-bg: #e3f4ea; --busy: #1257a8; --busy-bg: #e4eefa; --wait: #855700; --wait-bg: #fdf1d7;
  --bad: #a8201a; --bad-bg: #fce8e6; --done: #586575; --done-bg: #eceff3; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--page); line-height: 1.6; font-size: 15px;
  font-family: system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
main a { text-decoration: underline; text-decoration-color: #9db8da; text-underline-offset: .2em; } main a:hover { text-decoration-color: currentcolor; }
a:focus-visible, button:focus-visible, select:focus-visible { outline: 3px solid #f0a92e; outline-offset: 2px; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 1rem; top: .5rem; background: #fff; padding: .3rem .8rem; z-index: 9; }
.top { background: var(--brand); color: #fff; }
.top .wide { display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; align-items: baseline; padding-block: .8rem; }
.top a { color: #fff; } .brand { font-size: 1.35rem; font-weight: 700; letter-spacing: .1em; }
.top nav { margin-left: auto; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; } .slogan { opacity: .9; font-size: .9rem; }
.wide { max-width: 1240px; margin-inline: auto; padding-inline: 1.2rem; }
main { padding-block: 1.2rem 3rem; }
h1 { font-size: 1.4rem; line-height: 1.4; margin: .4rem 0 .6rem; } h2 { font-size: 1.05rem; margin: 1.6rem 0 .5rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(230px, 1fr)); gap: .8rem; margin-bottom: 1rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .8rem 1rem; overflow-wrap: anywhere; }
.card h2, .card h3 { margin: 0 0 .2rem; font-size: 1rem; } .card p { margin: .15rem 0; }
.soft { color: var(--soft); font-size: .88rem; }
.chip { display: inline-block; border-radius: 99px; padding: 0 .65em; font-size: .85rem; white-space: nowrap;
  color: var(--done); background: var(--done-bg); }
.live { color: var(--good); background: var(--good-bg); } .running, .planned, .in-review { color: var(--busy); background: var(--busy-bg); }
.retrying { color: var(--wait); background: var(--wait-bg); } .refused, .parked, .off { color: var(--bad); background: var(--bad-bg); }
form.filter { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin: .4rem 0 .8rem; }
form.filter label { display: grid; font-size: .85rem; color: var(--soft); }
select, button { font: inherit; padding: .3rem .6rem; border: 1px solid #b6c0cc; border-radius: 6px; background: #fff; color: var(--ink); min-height: 2.3rem; }
button { background: var(--brand); border-color: var(--brand); color: #fff; padding-inline: 1.2rem; cursor: pointer; }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
th, td { text-align: left; vertical-align: top; padding: .6rem .8rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: 600; color: var(--soft); font-size: .88rem; white-space: nowrap; } tr:last-child td { border-bottom: 0; }
time { white-space: nowrap; } td .fault { color: var(--bad); font-size: .85rem; margin: .2rem 0 0; } td p { margin: 0; }
.pages { margin: 1rem 0; display: flex; gap: 1.2rem; }
code { font-size: .82rem; overflow-wrap: anywhere; }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0; } dl.facts dt { color: var(--soft); } dl.facts dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 760px) {
  .top nav { margin-left: 0; }
  table.stack thead { position: absolute; left: -9999px; }
  table.stack, table.stack tbody, table.stack tr, table.stack td { display: block; }
  table.stack tr { border-bottom: 6px solid var(--page); } table.stack td { border: 0; padding: .25rem .9rem; }
  table.stack tr td:first-child { padding-top: .7rem; } table.stack tr td:last-child { padding-bottom: .7rem; }
  table.stack td[data-name]::before { content: attr(data-name) "："; color: var(--soft); font-size: .85rem; }
  dl.facts { grid-template-columns: 1fr; } dl.facts dd { margin-bottom: .4rem; }
}
@media print { .top nav, form, .pages { display: none; } body { background: #fff; } }
`;
