/** Series colours keep 3 : 1 against either background; lines differ by dash as well as by colour. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--ground:#fff;--text:#16181d;--soft:#5a6070;--rule:#d9dce3;--s0:#1d5fd1;--s1:#b3560f;--s2:#0f7a5a;--s3:#8a3fb8;--s4:#a8265c;--s5:#4a6b00;--s6:#006c8a;--s7:#7a5c00}
@media(prefers-color-scheme:dark){:root{--ground:#111318;--text:#e8eaef;--soft:#a2a9b8;--rule:#2f343f;--s0:#7aa7ff;--s1:#f0a050;--s2:#4fd0a5;--s3:#cf9bf0;--s4:#f58bb5;--s5:#b5d660;--s6:#5fc8e6;--s7:#e0c050}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:2rem 1rem 4rem}
ul.compared li{color:var(--text)}
h3{font-size:.95rem;margin:1rem 0 0}.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:0 2rem}.small .plot{height:9rem}code{font-size:.85em;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.15rem;margin:2.5rem 0 .25rem}
p,li,footer,figcaption{color:var(--soft)}ul{padding-left:1.1rem}footer{margin-top:3rem;font-size:.9rem}
.wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9rem;width:100%}
th,td{padding:.3rem .6rem;text-align:right;border-bottom:1px solid var(--rule);white-space:nowrap}
th[scope=row]{text-align:left;font-weight:400}thead th{font-weight:600}
th[scope=row]{position:sticky;left:0;background:var(--ground)}.own td:first-of-type{font-weight:600}
.lead{font-size:1.1rem;color:var(--text);max-width:44rem}
figure{margin:.75rem 0 0}.chart{display:grid;grid-template-columns:3.6rem 1fr;grid-template-rows:auto 1.6rem;font-size:.8rem;color:var(--soft);font-variant-numeric:tabular-nums}
.plot{display:block;width:100%;height:19rem;overflow:visible}
.values,.times{position:relative}.times{grid-column:2}
.values span{position:absolute;right:.5rem;transform:translateY(-50%);white-space:nowrap}
.times span{position:absolute;top:.35rem;transform:translateX(-50%);white-space:nowrap}
.times span:first-child{transform:none}.times span:last-child{transform:translateX(-100%)}
.axis{stroke:var(--rule);vector-effect:non-scaling-stroke}.line{fill:none;stroke-width:1.6;stroke-linejoin:round;vector-effect:non-scaling-stroke}
.key{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;margin:.4rem 0;padding:0;list-style:none;font-size:.9rem}
.key svg{display:inline-block;width:1.8rem;height:.7rem;margin-right:.4rem;vertical-align:middle}
@media(max-width:40rem){main{padding-top:1.25rem}.plot{height:13rem}.times span:nth-child(even){display:none}}
@media print{details{display:none}section{break-inside:avoid}}
details{margin-top:.5rem}summary{cursor:pointer;color:var(--soft)}
`.trim();
