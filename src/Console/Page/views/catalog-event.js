// One event of the catalog: its fields as a table, who reads each, who hears it, how it looks, and how long it lasts.
import { useAnswer } from '../asked.js';
import { Code, Countdown, Facts, html, Loading, Pill, Problem } from '../parts.js';
import { address, at, look } from '../router.js';
import { session } from '../store.js';

const personal = { None: null, Pseudonymous: ['quiet', 'pseudonymous'], Personal: ['warn', 'personal'], Sensitive: ['bad', 'sensitive'], Location: ['warn', 'location'] };

const place = (file, line) => file && html`<div class="small mono">${file}${line ? `:${line}` : ''}</div>`;

function Fields({ fields }) {
  return html`<div class="scroll" tabindex="0"><table class="table"><thead><tr><th scope="col">field</th><th scope="col">what it can be</th>
    <th scope="col">there</th><th scope="col">of a person</th><th scope="col">read by</th></tr></thead>
    <tbody>${fields.map((field) => html`<tr key=${field.path}><th scope="row" class="mono">${field.path.slice(1)}
        ${field.description && html`<div class="small words">${field.description}</div>`}</th>
      <td>${field.type}</td><td>${field.isAlwaysThere ? 'always' : 'perhaps'}</td>
      <td>${personal[field.personalData] ? html`<${Pill} kind=${personal[field.personalData][0]}>${personal[field.personalData][1]}<//>` : '–'}</td>
      <td>${field.readers.length ? field.readers.map((reader) => html`<div>${reader.consumer}${!reader.file && html` <span class="small">(all of it, for all one knows)</span>`}
        ${place(reader.file, reader.line)}</div>`) : html`<span class="small">nobody</span>`}</td></tr>`)}</tbody></table></div>`;
}

function Hearers({ hearers, unheard }) {
  if (hearers.length === 0) return html`<p><${Pill} kind="warn">nobody listens<//> ${unheard ?? 'No rule takes it to a consumer.'}</p>`;
  return html`<ul class="findings">${hearers.map((hearer) => html`<li><span><a href=${address('flow', null, { show: `consumer ${hearer.consumer}` })}>${hearer.consumer}</a>
    through ${hearer.rule} ${hearer.isPartial && html`<${Pill} kind="quiet">some of them<//>`}${place(hearer.file, hearer.line)}</span></li>`)}</ul>`;
}

function Examples({ examples, type }) {
  const picked = examples.find((example) => example.name === at.value.query.example) ?? examples[0];
  if (!picked) return html`<p class="small">It has none.</p>`;
  return html`<div class="section-head"><label class="field-inline">Example <select value=${picked.name} onChange=${(event) => look({ example: event.currentTarget.value })}>
      ${examples.map((example) => html`<option value=${example.name}>${example.name}</option>`)}</select></label>
    ${session.value?.mayPublish && html`<a class="button" href=${address('publish', type, { example: picked.name })}>Publish it …</a>`}</div>
    <p class="small mono">${picked.file}</p><${Code} label="Example ${picked.name}">${picked.text}<//>`;
}

export function CatalogEventView({ type }) {
  const { answer, problem, load } = useAnswer(`catalog/events/${encodeURIComponent(type)}`);
  const back = html`<p><a href=${address('catalog', null, { q: at.value.query.q })}>← The catalog</a></p>`;
  if (problem) return html`<div class="page">${back}<${Problem} problem=${problem} retry=${load} /></div>`;
  if (!answer) return html`<div class="page">${back}<${Loading} what="Looking it up" /></div>`;
  const { event, entity, role, file, schemaFile, versions, fields, hearers, examples } = answer;
  return html`<div class="page">${back}<article class="letter"><header class="section-head"><h1>${event.type}</h1><${Countdown} event=${event} /></header>
    <p>${event.summary}</p>
    ${event.deprecated && html`<p class="warn-text">Deprecated since ${event.deprecated.date}. ${event.deprecated.message}</p>`}
    <${Facts} rows=${[
      ['Version', event.version], ['Source', html`<span class="mono">${event.source}</span>`], ['Sent by', event.producers.join(', ')],
      ['Owned by', event.owners.join(', ')], ['About', `${entity}, whose life it ${role.toLowerCase()}`], ['Shape', event.shape.toLowerCase()],
      ['Last day', event.sunset], ['Page', html`<span class="mono">${file}</span>`], ['Schema', html`<span class="mono">${schemaFile}</span>`],
      ['Other versions', versions.length > 0 && versions.map((one) => html`<div><a href=${address('catalog', one.type)}>${one.type}</a> <${Countdown} event=${one} /></div>`)],
    ]} />
    <h2 class="section">Its data</h2><${Fields} fields=${fields} />
    <h2 class="section">Heard by</h2><${Hearers} hearers=${hearers} unheard=${event.unheard} />
    <h2 class="section">How it looks</h2><${Examples} examples=${examples} type=${event.type} /></article></div>`;
}
