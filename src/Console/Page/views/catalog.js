// Every event there is: who sends it, who hears it, what is about to end; and what the catalog's own check finds.
import { useAnswer } from '../asked.js';
import { Countdown, Empty, html, Loading, Pill, Problem, Search } from '../parts.js';
import { address, at, look } from '../router.js';
import { plural } from '../words.js';
import { CatalogEventView } from './catalog-event.js';

const severities = { Error: 'bad', Warning: 'warn', Note: 'quiet' };

function Findings() {
  const { answer, problem, load } = useAnswer('catalog/findings');
  if (problem) return html`<${Problem} problem=${problem} retry=${load} />`;
  if (!answer) return html`<${Loading} what="Holding catalog, rules and consumers against each other" />`;
  const { findings } = answer;
  if (findings.length === 0) return html`<p><${Pill} kind="good">nothing found<//> Catalog, rules and consumers agree.</p>`;
  return html`<ul class="findings">${findings.map((one) => html`<li><${Pill} kind=${severities[one.severity]}>${one.severity.toLowerCase()}<//>
    <span>${one.message}${one.allowed && html`<div class="small">allowed: ${one.allowed}</div>`}
      <div class="small mono">${one.ruleId} · ${one.file}${one.line ? `:${one.line}` : ''}</div></span></li>`)}</ul>`;
}

function Row({ event }) {
  return html`<tr><th scope="row"><a href=${address('catalog', event.type, at.value.query)}>${event.type}</a>
      <div class="small">${event.summary}</div></th>
    <td class="mono">${event.version}</td>
    <td>${event.producers.join(', ') || event.source}</td>
    <td>${event.consumers.length ? event.consumers.map((title) => html`<div>${title}</div>`)
      : html`<${Pill} kind=${event.unheard ? 'quiet' : 'warn'} title=${event.unheard}>nobody listens<//>`}</td>
    <td>${event.owners.join(', ')}</td>
    <td>${event.shape === 'Fat' ? 'fat' : 'thin'}</td>
    <td><${Countdown} event=${event} /></td></tr>`;
}

function Events() {
  const { answer, problem, load } = useAnswer('catalog');
  const q = (at.value.query.q ?? '').toLowerCase();
  if (problem) return html`<${Problem} problem=${problem} retry=${load} />`;
  if (!answer) return html`<${Loading} what="Reading the catalog" />`;
  const { events } = answer;
  if (events.length === 0) return html`<${Empty} title="An empty catalog">Events are described in events-catalog/.<//>`;
  const shown = events.filter((event) => [event.type, event.name, event.source, event.summary, ...event.owners, ...event.producers,
    ...event.consumers].join(' ').toLowerCase().includes(q));
  const ending = events.filter((event) => event.sunset);
  return html`<div class="page"><div class="page-head"><h1>Catalog</h1>
      <${Search} label="Event, team, producer or consumer" value=${at.value.query.q ?? ''} onInput=${(value) => look({ q: value })} />
      <span class="muted">${plural(events.length, 'event')}${ending.length > 0 ? `, ${ending.length} with a last day` : ''}</span></div>
    ${shown.length === 0 ? html`<${Empty} title="No such event">None of ${events.length} events has “${at.value.query.q}” in its name, summary, owners, producers or consumers.<//>`
      : html`<div class="scroll" tabindex="0"><table class="table"><thead><tr><th scope="col">event</th><th scope="col">version</th><th scope="col">sent by</th>
        <th scope="col">heard by</th><th scope="col">owned by</th><th scope="col">shape</th><th scope="col">state</th></tr></thead>
        <tbody>${shown.map((event) => html`<${Row} key=${event.type} event=${event} />`)}</tbody></table></div>`}
    <h2 class="section">What the check finds</h2><${Findings} /></div>`;
}

export const CatalogView = () => (at.value.id ? html`<${CatalogEventView} key=${at.value.id} type=${at.value.id} />` : html`<${Events} />`);
