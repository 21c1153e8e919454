// What is known of the producer, event or consumer that was clicked on.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useAnswer } from '../asked.js';
import { Ago, Code, Facts, html, Pill } from '../parts.js';
import { address, look } from '../router.js';
import { flow, kindKey, passed, rates, session, statusByTitle } from '../store.js';
import { count, length, moment, rate, seconds } from '../words.js';
import { ConfirmAct } from '../acts.js';
import { condition } from './flow.js';

function pretty(pattern) {
  try {
    return JSON.stringify(JSON.parse(pattern), null, 2);
  } catch {
    return pattern;
  }
}

const ToKind = ({ kind }) => html`<li><button class="link" onClick=${() => look({ show: `event ${kind.key}` })}>${kind.type}</button>${' '}
  <span class="small">${rate(rates.value.get(kind.key))}</span></li>`;

const ToConsumer = ({ title }) => {
  const { kind, word } = condition(statusByTitle.value.get(title));
  return html`<li><button class="link" onClick=${() => look({ show: `consumer ${title}` })}>${title}</button> <${Pill} kind=${kind}>${word}<//></li>`;
};

/** Where its code is, as the checkout has it; an account can be looked at without one. */
function Source({ title }) {
  const { answer } = useAnswer('catalog');
  const place = answer?.consumers.find((one) => one.consumer === title);
  return place && html`<h3>Source</h3><p class="mono small">${place.file}:${place.line}</p>`;
}

function AlarmSteps({ title }) {
  const { answer, problem } = useAnswer('alarms?hours=168');
  if (problem) return html`<h3>Its alarms in 7 days</h3><p class="bad-text small">${problem.message}</p>`;
  if (!answer) return html`<h3>Its alarms in 7 days</h3><p class="small">Asking …</p>`;
  const own = answer.alarms.filter((alarm) => alarm.consumer === title);
  const steps = answer.history.filter((step) => step.consumer === title).slice(0, 10);
  return html`<h3>Its alarms in 7 days</h3><p class="small">${own.length === 0 ? 'It has none.' : own.map((alarm) => alarm.name).join(', ')}</p>
    <ul>${steps.map((step) => html`<li class="small"><span class="time">${moment(step.at)}</span> <span class="mono">${step.alarm}</span><div>${step.summary}</div></li>`)}</ul>
    ${own.length > 0 && steps.length === 0 && html`<p class="small">None of them changed.</p>`}`;
}

function ConsumerDetails({ title, connected }) {
  const [asked, ask] = useState(null);
  const [done, setDone] = useState(null);
  const status = statusByTitle.value.get(title);
  const rules = flow.value.data.map.rules.filter((rule) => rule.consumers.includes(title));
  const kinds = connected.kinds.filter((kind) => kind.hearers.includes(title));
  const isPaused = status?.consumer.isPaused;
  const { kind, word } = condition(status);
  return html`<p><${Pill} kind=${kind}>${word}<//></p>
    ${status && html`<${Facts} rows=${[
      ['Waiting', `${count(status.waiting)}${status.oldest ? `, the oldest for ${length(seconds(status.oldest))}` : ''}`],
      ['In hand', count(status.inFlight)],
      ['Dead letters', status.deadLetters === null ? 'it has no dead-letter queue' : count(status.deadLetters)],
      ['Handled in 1 h', count(status.handled)],
      ['Failed in 1 h', count(status.failed)],
      ['Last success', status.lastSuccess ? html`<${Ago} time=${status.lastSuccess} />` : 'not in the last hour'],
      ['Queue', html`<span class="mono">${status.consumer.queue.name}</span>`],
      ['Function', html`<span class="mono">${status.consumer.function}</span>`],
    ]} />`}
    ${status?.alarms.length > 0 && html`<h3>Alarms</h3><ul>${status.alarms.map((alarm) => html`<li class="mono bad-text">${alarm}</li>`)}</ul>`}
    <p class="actions">
      ${status?.deadLetters > 0 && html`<a class="button primary" href=${address('failures', null, { consumer: title })}>See why they are dead</a>`}
      ${status && html`<button class="button" disabled=${!session.value?.mayAct} title=${session.value?.whyNot}
        onClick=${() => ask(isPaused ? 'resume' : 'pause')}>${isPaused ? 'Resume' : 'Pause'}</button>`}</p>
    ${done && html`<p class="done" role="status">${done}</p>`}
    <h3>Hears</h3><ul>${kinds.map((one) => html`<${ToKind} kind=${one} />`)}</ul>
    <h3>Rules</h3>${rules.map((rule) => html`<p class="rule"><strong>${rule.name}</strong> on ${rule.bus}
      ${!rule.isEnabled && html` <${Pill} kind="warn">disabled<//>`}</p>${rule.pattern && html`<${Code} label="Pattern of ${rule.name}">${pretty(rule.pattern)}<//>`}`)}
    <${AlarmSteps} title=${title} /><${Source} title=${title} />
    ${asked && html`<${ConfirmAct} title=${asked === 'pause' ? `Pause ${title}?` : `Resume ${title}?`} path="consumers/${asked}" of=${title}
      word=${asked === 'pause' ? 'Pause' : 'Resume'} onDone=${setDone} onClose=${() => ask(null)}>
      ${asked === 'pause' ? 'It is handed nothing from then on; its queue keeps what arrives.' : 'It is handed what waits in its queue.'}<//>`}`;
}

function EventDetails({ name, connected }) {
  const kind = connected.kinds.find((one) => one.key === name);
  if (!kind) return html`<p>No such event is known here.</p>`;
  const described = flow.value.data.described.find((one) => kindKey(one.source, one.type) === name);
  const last = passed.value.filter((event) => kindKey(event.source, event.type) === name).slice(0, 5);
  return html`<p>${described?.summary ?? 'The catalog does not describe it.'}</p>
    <${Facts} rows=${[
      ['Published by', kind.source], ['Now', rate(rates.value.get(name)) || 'nothing in the last seconds'],
      ['Owned by', described?.owners.join(', ')], ['Deprecated', described?.deprecated], ['Sunset', described?.sunset],
      ['Catalog', described && html`<a href=${address('catalog', kind.type)}>fields, readers, examples</a>`],
    ]} />
    <h3>Heard by</h3>${kind.hearers.length ? html`<ul>${kind.hearers.map((title) => html`<${ToConsumer} title=${title} />`)}</ul>`
      : html`<p><${Pill} kind="warn">nobody listens<//> ${described?.unheard ?? 'No rule takes it to a consumer.'}</p>`}
    <h3>Last ones</h3>${last.length ? html`<ul>${last.map((event) => html`<li><${Ago} time=${event.time} /> ·
      <a href=${address('trace', event.eventId)}>${event.subject ?? event.eventId}</a></li>`)}</ul>` : html`<p class="small">None since this page was opened.</p>`}`;
}

function ProducerDetails({ source, connected }) {
  const known = flow.value.data.producers[source];
  return html`<p>${known?.summary ?? 'The catalog does not describe it.'}</p>
    <${Facts} rows=${[['Source', html`<span class="mono">${source}</span>`], ['Owned by', known?.owners.join(', ')]]} />
    <h3>Publishes</h3><ul>${connected.kinds.filter((kind) => kind.source === source).map((kind) => html`<${ToKind} kind=${kind} />`)}</ul>`;
}

export function FlowDetails({ show, connected }) {
  const [what, name] = [show.slice(0, show.indexOf(' ')), show.slice(show.indexOf(' ') + 1)];
  const head = useRef(null);
  useEffect(() => { head.current.focus(); }, [show]);
  useEffect(() => {
    const leave = (event) => { if (event.key === 'Escape' && !document.querySelector('dialog[open]')) look({ show: null }); };
    addEventListener('keydown', leave);
    return () => removeEventListener('keydown', leave);
  }, []);
  const title = what === 'event' ? name.split(' ')[1] : name;
  return html`<aside class="details" aria-labelledby="details-title">
    <header><h2 id="details-title" tabindex="-1" ref=${head}>${title}</h2>
      <button class="icon-button" aria-label="Close details" onClick=${() => look({ show: null })}>✕</button></header>
    ${what === 'consumer' ? html`<${ConsumerDetails} key=${name} title=${name} connected=${connected} />`
      : what === 'event' ? html`<${EventDetails} name=${name} connected=${connected} />`
        : html`<${ProducerDetails} source=${name} connected=${connected} />`}</aside>`;
}
