/** One style sheet for a telephone and a desk, print too. System fonts only: nothing is fetched. */
export const STYLE = `
:root{--ink:#1f2937;--soft:#5b6b7f;--line:#e3e9f0;--brand:#0b6fd6;--deep:#08509e;--tint:#eef5fd;--ground:#f4f7fb}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.75 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",sans-serif;overflow-wrap:anywhere}
a{color:var(--brand);text-decoration:none}a:hover{text-decoration:underline}.crumb a{text-decoration:underline}a:focus-visible,.scroll:focus-visible{outline:3px solid #f5a623;outline-offset:2px}
.top{background:linear-gradient(120deg,#0b6fd6,#12a5c9);color:#fff}
.wrap{max-width:960px;margin:0 auto;padding:0 20px}
.top .wrap{display:flex;align-items:baseline;gap:14px;padding-top:18px;padding-bottom:18px}
.brand{color:#fff;font-size:26px;font-weight:700;letter-spacing:1px}.brand:hover{text-decoration:none}
.brand i{font-style:normal;color:#ffe082}
.slogan{opacity:.9;font-size:14px}
main{padding:24px 0 40px}h1.list-title{margin:0 0 14px;font-size:19px;padding-left:12px;border-left:4px solid var(--brand);line-height:1.3}
.crumb{color:var(--soft);font-size:14px;margin:0 0 14px}
.card{background:#fff;border:1px solid var(--line);border-radius:12px;padding:26px 28px;margin-bottom:18px}
.lead h1{margin:0;font-size:26px;line-height:1.4}
.lead p{margin:8px 0 0;color:var(--soft)}
.badges{display:flex;flex-wrap:wrap;gap:8px;margin-bottom:12px}
.badge{background:var(--tint);color:var(--deep);border-radius:999px;padding:1px 12px;font-size:13px}
.days{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin-bottom:18px}
.days div{background:#fff;border:1px solid var(--line);border-radius:12px;padding:14px 18px}
.days b{display:block;font-size:22px;color:var(--deep);line-height:1.4}.days span{color:var(--soft);font-size:14px}
h2{margin:0 0 14px;font-size:19px;padding-left:12px;border-left:4px solid var(--brand);line-height:1.3}
.card ol.plain{margin:0;padding-left:1.6em}.plain li{margin:4px 0}
dl.facts{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 28px;margin:0}
dl.facts div{display:flex;gap:14px;padding:9px 0;border-bottom:1px solid var(--line)}
dl.facts dt{flex:0 0 8.5em;color:var(--soft)}dl.facts dd{margin:0}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse}
th,td{border:1px solid var(--line);padding:9px 12px;text-align:left;vertical-align:top}
th{background:var(--tint);font-weight:600;white-space:nowrap}
td.n{text-align:center;white-space:nowrap}
ol.flow{list-style:none;margin:0;padding:0;counter-reset:step}
ol.flow li{position:relative;padding:0 0 18px 46px;counter-increment:step}
ol.flow li::before{content:counter(step);position:absolute;left:0;top:1px;width:28px;height:28px;line-height:28px;border-radius:50%;background:var(--brand);color:#fff;text-align:center;font-size:14px}
ol.flow li:not(:last-child)::after{content:"";position:absolute;left:13px;top:33px;bottom:2px;width:2px;background:var(--line)}
ol.flow b{font-weight:600;margin-right:12px}ol.flow span{color:var(--soft)}ol.flow p{margin:2px 0 0;color:var(--soft)}
dl.asked{margin:0}dl.asked dt{font-weight:600}dl.asked dd{margin:2px 0 14px;color:var(--soft);white-space:pre-line}
.list{list-style:none;margin:0;padding:0}
.list li{display:flex;gap:16px;align-items:center;justify-content:space-between;padding:16px 0;border-bottom:1px solid var(--line)}
.list li:last-child{border:0}.list a{font-size:17px;font-weight:600}.list p{margin:2px 0 0;color:var(--soft);font-size:14px}
.go{flex:none;border:1px solid var(--brand);border-radius:999px;padding:3px 16px;font-size:14px;color:var(--brand)}
.empty{color:var(--soft);text-align:center;padding:40px 0}
.message{text-align:center;padding:60px 28px}.message p{color:var(--soft)}
footer{border-top:1px solid var(--line);color:var(--soft);font-size:13px;padding:18px 0 30px}
.warn{color:#b45309}
@media(max-width:640px){table{font-size:14px}th,td{padding:7px 6px;min-width:2.8em}th{white-space:normal}th:nth-child(2){width:32%}td.n{white-space:normal}dl.facts{grid-template-columns:1fr}.card{padding:20px 18px;border-radius:10px}.lead h1{font-size:22px}.slogan{display:none}}
@media print{body{background:#fff}.top,.crumb,footer{display:none}.card{border:0;padding:8px 0}}
`;
