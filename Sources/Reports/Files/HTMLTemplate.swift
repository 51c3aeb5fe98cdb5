/// The page that ``HTMLReport`` fills: one file without scripts and without anything from elsewhere. It reads well by
/// day and by night, and prints.
enum HTMLTemplate {
    static let text = """
        {{% CONTENT_TYPE:REPORT}}
        <!DOCTYPE html>
        <html lang="{{language}}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
        <title>{{fullTitle}}</title>
        <style>{{{style}}}</style>
        </head>
        <body>
        <main>
        <header>
        {{#shop}}<p class="shop">{{shop}}</p>{{/shop}}
        <h1>{{title}}</h1>
        {{#period}}<p class="period">{{period}}</p>{{/period}}
        {{#view}}<p class="view">{{view}}</p>{{/view}}
        </header>
        {{#hasFigures}}
        <dl class="figures" aria-label="{{figuresTitle}}">
        {{#figures}}
        <div><dt>{{label}}</dt><dd>{{value}}{{#change}} <span class="{{direction}}">{{change}}</span>{{/change}}</dd></div>
        {{/figures}}
        </dl>
        {{/hasFigures}}
        {{#hasFindings}}
        <section>
        <h2>{{findingsTitle}}</h2>
        <ul>
        {{#findings}}
        <li>{{.}}</li>
        {{/findings}}
        </ul>
        </section>
        {{/hasFindings}}
        {{#charts}}
        <figure role="img" aria-label="{{name}}">{{{drawing}}}</figure>
        {{/charts}}
        {{#tables}}
        <section>
        <h2>{{name}}</h2>
        {{#isEmpty}}<p class="nothing">{{nothing}}</p>{{/isEmpty}}
        {{^isEmpty}}
        <div class="scroll"><table>
        <thead><tr>{{#columns}}<th scope="col"{{#isNumber}} class="number"{{/isNumber}}>{{label}}</th>{{/columns}}</tr></thead>
        <tbody>
        {{{rows}}}</tbody>
        {{#hasTotals}}<tfoot>{{{totals}}}</tfoot>{{/hasTotals}}
        </table></div>
        {{/isEmpty}}
        </section>
        {{/tables}}
        {{#hasNotes}}
        <section class="notes">
        <h2>{{notesTitle}}</h2>
        <ul>
        {{#notes}}
        <li>{{.}}</li>
        {{/notes}}
        </ul>
        </section>
        {{/hasNotes}}
        <footer>{{origin}}</footer>
        </main>
        </body>
        </html>

        """

    static let style = """
        :root { --ink: #1c2733; --soft: #5d6b7a; --paper: #ffffff; --card: #f2f6fa; --line: #d6dee6; --accent: #1f5f8b;
          --stripe: #f6f9fc; --up: #1a7f4b; --down: #b3362b; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e4eaf0; --soft: #9fb0c0; --paper: #14191f; --card: #1e262e; --line: #34404c; --accent: #6cb2e2;
            --stripe: #1a2128; --up: #5fcf97; --down: #f08a80; }
          figure { background: #ffffff; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink);
          font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        main { max-width: 68rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; }
        header { border-bottom: 3px solid var(--accent); margin-bottom: 1.5rem; padding-bottom: .75rem; }
        h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; }
        h2 { margin: 2rem 0 .75rem; font-size: 1.15rem; color: var(--accent); }
        .shop { margin: 0 0 .25rem; color: var(--soft); font-weight: 600; overflow-wrap: anywhere; }
        .period { margin: .35rem 0 0; font-size: 1.05rem; }
        .view, .notes, footer, .nothing { color: var(--soft); font-size: .87rem; }
        .view { margin: .15rem 0 0; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 0; }
        .figures div { background: var(--card); border-left: 4px solid var(--accent); border-radius: 6px;
          padding: .7rem .9rem; }
        dt { color: var(--soft); font-size: .82rem; }
        dd { margin: .1rem 0 0; font-size: 1.3rem; font-weight: 650; font-variant-numeric: tabular-nums;
          overflow-wrap: anywhere; }
        dd span { display: block; font-size: .85rem; }
        .up { color: var(--up); } .down { color: var(--down); } .same { color: var(--soft); }
        li { overflow-wrap: anywhere; }
        figure { margin: 1.75rem 0 0; border-radius: 6px; }
        figure svg { display: block; width: 100%; height: auto; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .88rem; }
        th { background: var(--accent); color: var(--paper); text-align: left; padding: .45rem .5rem; }
        td { padding: .35rem .5rem; border-bottom: 1px solid var(--line); overflow-wrap: break-word; max-width: 24rem;
          vertical-align: top; }
        tbody tr:nth-child(even) { background: var(--stripe); }
        .number { text-align: right; }
        .number, .date { font-variant-numeric: tabular-nums; }
        td.number, td.date { white-space: nowrap; }
        tfoot td { font-weight: 700; border-top: 2px solid var(--accent); border-bottom: 0; }
        .notes h2 { font-size: 1rem; }
        footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .6rem; }
        @media print {
          :root { --ink: #000000; --soft: #444444; --paper: #ffffff; --card: #f2f6fa; --line: #cccccc; --accent: #1f5f8b;
            --stripe: #f6f9fc; --up: #1a7f4b; --down: #b3362b; }
          body { font-size: 10.5pt; } main { max-width: none; padding: 0; } .scroll { overflow: visible; }
          thead { display: table-header-group; } tfoot { display: table-row-group; }
          tr, figure, .figures div { break-inside: avoid; } h2 { break-after: avoid; }
          th, .figures div, tbody tr { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }
        """
}
