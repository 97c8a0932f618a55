"""The style of a sheet's page: on screens light or dark, on paper black on white."""

STYLE = """
:root {
  --ink: #1d2126; --quiet: #5b6470; --line: #d9dde2; --paper: #fff;
  --soft: #f4f5f7; --accent: #0b5c8f; --spoken: #eef5fa;
  --keyword: #8a5200; --constant: #2a5b91; --string: #56631b;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  --serif: "Latin Modern Math", "STIX Two Math", Cambria, "DejaVu Serif", serif;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ink: #e4e7eb; --quiet: #9aa4b0; --line: #363c44; --paper: #16191d;
    --soft: #20242a; --accent: #7cc0ee; --spoken: #18262f;
    --keyword: #e8b059; --constant: #8fb3d9; --string: #b5bd8f;
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font-size: 16px; }
body {
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  margin: 0 auto; max-width: 46rem; padding: 2.5rem 1.5rem 4rem;
  overflow-wrap: anywhere;
}
p, ul, ol, pre, table { margin: 0 0 .6rem; }
h1, h2, h3, h4 { line-height: 1.3; margin: 0; }
header { border-bottom: 2px solid var(--ink); margin-bottom: 1.75rem; }
h1 { font-size: 1.6rem; }
header p { color: var(--quiet); margin: .2rem 0 .75rem; }
article {
  border-bottom: 1px solid var(--line); margin-bottom: 1.75rem;
  padding-bottom: 1.15rem;
}
article:last-child { border-bottom: 0; }
.head {
  align-items: baseline; display: flex; flex-wrap: wrap; gap: 0 1rem;
  justify-content: space-between; margin-bottom: .6rem;
}
h2 { font-size: 1rem; }
.number { color: var(--accent); display: inline-block; margin-right: .6rem; }
.facts { color: var(--quiet); font-size: .85rem; margin: 0; }
h3 {
  color: var(--quiet); font-size: .78rem; letter-spacing: .04em;
  margin-bottom: .25rem; text-transform: uppercase;
}
h4 { font-size: 1rem; margin: .6rem 0 .3rem; }
.aside { color: var(--quiet); font-size: .9rem; }
.answer, .spoken {
  border-left: 3px solid var(--line); margin-top: .9rem; padding-left: .9rem;
}
.spoken {
  background: var(--spoken); border-color: var(--accent); padding-block: .6rem;
  padding-right: .9rem;
}
.spoken h3 { color: var(--accent); }
section > :last-child { margin-bottom: 0; }
code, pre { font-family: var(--mono); font-size: .88em; }
:not(pre) > code { background: var(--soft); border-radius: 3px; padding: .08em .28em; }
pre {
  background: var(--soft); border-radius: 4px; line-height: 1.45;
  padding: .6rem .8rem; white-space: pre-wrap;
}
pre code { font-size: 1em; }
.comment { color: var(--quiet); font-style: italic; }
.keyword { color: var(--keyword); }
.constant { color: var(--constant); }
.string { color: var(--string); }
.defined { font-weight: 700; }
ul, ol { padding-left: 1.6rem; }
.letters { list-style: lower-alpha; }
li + li { margin-top: .15rem; }
.formula { font-family: var(--serif); font-size: 1.05em; }
p.formula { margin-left: 1.6rem; white-space: pre-wrap; }
table { border-collapse: collapse; font-size: .92rem; }
th, td {
  border-bottom: 1px solid var(--line); padding: .25rem 1.1rem .25rem 0;
  text-align: left; vertical-align: top;
}
th { border-bottom-color: var(--quiet); }
.right { text-align: right; }
.center { text-align: center; }
@page {
  margin: 16mm 15mm 18mm;
  @bottom-right {
    content: counter(page) " / " counter(pages);
    font: 8pt sans-serif;
  }
}
@media print {
  :root {
    --ink: #000; --quiet: #444; --line: #bbb; --paper: #fff; --soft: #fff;
    --accent: #000; --spoken: #fff;
  }
  html { font-size: 9.5pt; }
  body { max-width: none; padding: 0; }
  article { margin-bottom: 1.2rem; padding-bottom: .7rem; }
  pre { border: 1px solid var(--line); }
  :not(pre) > code { padding: 0; }
  .question, pre, table, .spoken, li { break-inside: avoid; }
  .head, .aside, h3, h4, thead { break-after: avoid; break-inside: avoid; }
  .spoken { break-before: avoid; }
  p, li { orphans: 3; widows: 3; }
}
"""
