// The story of an id: what happened because of what, as a tree beside a timeline; attempts, waits, outcomes and gaps.
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { get } from '../api.js';
import { Answers, states, stateTitles } from '../deliveries.js';
import { Body, Code, Facts, html, Loading, Pill, Problem } from '../parts.js';
import { address, at, go, look } from '../router.js';
import { length, moment, plural, seconds, timeOfDay } from '../words.js';

const narrow = matchMedia('(max-width: 760px)');
const isNarrow = signal(narrow.matches);
narrow.addEventListener('change', () => { isNarrow.value = narrow.matches; });

/** A row for each event, for each of its deliveries, and so on below the events it caused. */
function rowsOf(trace) {
  const rows = [];
  const add = (event, depth, from) => {
    const row = rows.push({ kind: 'event', key: event.eventId, event, depth, from, at: +new Date(event.time) }) - 1;
    for (const delivery of event.deliveries) {
      rows.push({
        kind: 'delivery', key: `${event.eventId} ${delivery.consumer}`, event, delivery, depth: depth + 1, from: row,
        spans: delivery.attempts.map((attempt) => {
          const end = +new Date(attempt.at);
          const began = end - seconds(attempt.took) * 1000;
          return { attempt, end, began, sent: began - seconds(attempt.waited) * 1000 };
        }),
      });
    }
    if (event.deliveries.length === 0) rows.push({ kind: 'gap', key: `${event.eventId} gap`, event, depth: depth + 1, from: row });
    for (const caused of event.caused) add(caused, depth + 1, row);
  };
  trace.roots.forEach((root) => add(root, 0, null));
  return rows;
}

/** Long pauses are cut short, so that what happened in milliseconds can be seen beside what waited for hours. */
function timeScale(rows) {
  const times = rows.flatMap((row) => (row.kind === 'event' ? [row.at] : (row.spans ?? []).flatMap((span) => [Math.max(span.sent, row.event ? +new Date(row.event.time) : span.sent), span.began, span.end])))
    .filter(Number.isFinite).sort((a, b) => a - b);
  if (times.length === 0) return { x: () => 0 };
  const [first, last] = [times[0], times.at(-1)];
  const longest = Math.max(250, (last - first) / Math.max(8, Math.min(times.length, 60)));
  const cuts = [];
  let shown = 0;
  for (let i = 0; i < times.length; i++) {
    if (i > 0) shown += Math.min(times[i] - times[i - 1], longest * 2);
    cuts.push([times[i], shown]);
  }
  const total = Math.max(shown, 1);
  const x = (time) => {
    let i = cuts.findIndex(([at1]) => at1 >= time);
    if (i < 0) i = cuts.length - 1;
    if (i === 0) return 0;
    const [[t0, s0], [t1, s1]] = [cuts[i - 1], cuts[i]];
    return (s0 + (t1 === t0 ? 0 : ((Math.min(time, t1) - t0) / (t1 - t0)) * (s1 - s0))) / total;
  };
  const timeAt = (part) => {
    if (cuts.length === 1) return first;
    const found = cuts.findIndex(([, place]) => place >= part * total);
    const i = found < 0 ? cuts.length - 1 : Math.max(1, found);
    const [[t0, s0], [t1, s1]] = [cuts[i - 1], cuts[i]];
    return s1 === s0 ? t1 : t0 + Math.min(1, (part * total - s0) / (s1 - s0)) * (t1 - t0);
  };
  return { x, timeAt, first, last, isCut: last - first > shown + 1 };
}

const percent = (part) => `${(part * 96 + 1).toFixed(2)}%`;

/** What time it is at quarters of the picture: when it began, and how long after that. */
function Axis({ scale }) {
  return html`<div class="axis" aria-hidden="true"><span class="row-time">${[0, 0.25, 0.5, 0.75, 1].map((part) => html`<span class="tick"
    style=${{ left: percent(part), translate: `-${part * 100}%` }}>${part === 0 ? timeOfDay(scale.first) : `+${length((scale.timeAt(part) - scale.first) / 1000)}`}</span>`)}</span></div>`;
}

function Bar({ row, scale }) {
  if (row.kind === 'event') {
    return html`<span class="mark" style=${{ left: percent(scale.x(row.at)) }} title=${moment(row.event.time)}></span>`;
  }
  return (row.spans ?? []).map(({ attempt, sent, began, end }) => {
    const [waits, works, ends] = [scale.x(Math.max(sent, +new Date(row.event.time))), scale.x(began), scale.x(end)];
    const outcome = attempt.kind.toLowerCase();
    return html`<span class="wait" style=${{ left: percent(waits), width: `${Math.max(0, works - waits) * 96}%` }} title="waited ${length(seconds(attempt.waited))}"></span>
      <span class="work ${outcome}" style=${{ left: percent(works), width: `max(5px, ${((ends - works) * 96).toFixed(2)}%)` }}
        title="${outcome}, took ${length(seconds(attempt.took))}"></span>`;
  });
}

function Label({ row }) {
  if (row.kind === 'event') return html`<strong>${row.event.type}</strong> <span class="mono small">${row.event.subject ?? ''}</span>`;
  if (row.kind === 'gap') return html`<${Pill} kind="warn">nobody was handed it<//>`;
  const [kind, word] = states[row.delivery.state];
  const tries = row.delivery.attempts.length;
  return html`<span class="ellipsis">${row.delivery.consumer}</span> <${Pill} kind=${kind} title=${stateTitles[row.delivery.state]}>${word}${tries > 1 ? ` · ${tries} attempts` : ''}<//>`;
}

/** The lines of the tree: from an event down to what came of it. Rows are higher where the timeline stands below the words. */
function Branches({ rows, isNarrow }) {
  const height = isNarrow ? 46 : 34;
  const x = (depth) => 14 + depth * 20;
  return html`<svg class="branches" width="240" height=${rows.length * height} aria-hidden="true">
    ${rows.map((row, i) => row.from !== null && html`<path d="M ${x(row.depth - 1)} ${row.from * height + 24} V ${i * height + 17} H ${x(row.depth) - 6}" />`)}
    ${rows.map((row, i) => html`<circle class=${row.kind === 'event' ? 'event' : row.kind === 'gap' ? 'warn' : states[row.delivery.state][0]}
      cx=${x(row.depth)} cy=${i * height + 17} r=${row.kind === 'event' ? 6 : 4.5} />`)}</svg>`;
}

/** What the function wrote while it had the message in hand, as it was written. */
function Lines({ consumer, attempt }) {
  const [state, setState] = useState(null);
  const ask = () => {
    setState({ busy: true });
    const query = new URLSearchParams({ consumer, message: attempt.messageId, at: attempt.at, took: attempt.took ?? '00:00:00' });
    get(`lines?${query}`).then((told) => setState({ told }), (problem) => setState({ problem }));
  };
  if (!state) return html`<p><button class="link small" onClick=${ask}>log lines</button></p>`;
  if (state.busy) return html`<p class="small" role="status">Reading the log …</p>`;
  if (state.problem) return html`<p class="bad-text" role="alert">${state.problem.message}</p>`;
  if (state.told.lines.length === 0) return html`<p class="small">The log has nothing of that time any more.</p>`;
  return html`<${Body} label="Log lines of the attempt" text=${state.told.lines.map((line) => line.text.trimEnd()).join('\n')} />`;
}

function Attempt({ attempt, consumer }) {
  return html`<li><span class="time">${timeOfDay(attempt.at)}</span>
    ${attempt.attempt ? ` attempt ${attempt.attempt},` : ''} <strong>${attempt.kind.toLowerCase()}</strong>
    <span class="small"> waited ${length(seconds(attempt.waited))}, took ${length(seconds(attempt.took))} · message <span class="mono">${attempt.messageId}</span></span>
    ${attempt.error && html`<p class="error-text">${attempt.error}</p>`}
    ${attempt.stackTrace && html`<${Code} label="Stack trace">${attempt.stackTrace}<//>`}
    <${Lines} consumer=${consumer} attempt=${attempt} /></li>`;
}

function RowDetails({ row }) {
  if (row.kind === 'delivery') {
    const { delivery } = row;
    return html`<section class="row-details" aria-label="Delivery to ${delivery.consumer}"><h2>${row.event.type} → ${delivery.consumer}</h2>
      <p>${delivery.rule ? html`Taken by the rule <strong>${delivery.rule}</strong>.` : 'Taken by no rule that there is now.'}
        ${' '}${stateTitles[delivery.state] ?? ''}
        ${delivery.deadLetter && html` <a href=${address('failures', delivery.deadLetter)}>Open the dead letter</a>`}</p>
      <ol class="attempts">${delivery.attempts.map((attempt) => html`<${Attempt} attempt=${attempt} consumer=${delivery.consumer} />`)}</ol></section>`;
  }
  return html`<section class="row-details" aria-label="The event"><h2>${row.event.type}</h2>
    <${Facts} rows=${[['Event id', html`<span class="mono">${row.event.eventId}</span>`], ['Source', row.event.source],
      ['About', html`<span class="mono">${row.event.subject ?? '–'}</span>`], ['Published', row.event.time && moment(row.event.time)]]} />
    <p class="actions"><a class="button" href=${address('events', row.event.eventId)}>Open the event</a></p>
    ${row.kind === 'gap' && html`<p class="warn-text">It was published, and no rule took it to a consumer.</p>`}
    <${Why} key=${row.event.eventId} id=${row.event.eventId} /></section>`;
}

/** Why rules did or did not take an event. */
function Why({ id }) {
  const [state, setState] = useState(null);
  const ask = () => {
    setState({ busy: true });
    get(`explanations/${encodeURIComponent(id)}`).then((told) => setState({ told }), (problem) => setState({ problem }));
  };
  if (!state) return html`<button class="button" onClick=${ask}>What did each rule say to it?</button>`;
  if (state.busy) return html`<${Loading} what="Asking every rule" />`;
  if (state.problem) return html`<${Problem} problem=${state.problem} retry=${ask} />`;
  return html`<${Answers} rules=${state.told.rules} isWhole=${state.told.isWhole} />`;
}

function Story({ trace }) {
  const rows = rowsOf(trace);
  const scale = timeScale(rows);
  const shown = rows.find((row) => row.key === at.value.query.row) ?? null;
  const events = rows.filter((row) => row.kind === 'event').length;
  const deliveries = rows.filter((row) => row.kind === 'delivery').length;
  const gaps = rows.filter((row) => row.kind === 'gap').length;
  return html`<p class="muted">${plural(events, 'event')}, ${plural(deliveries, 'delivery', 'deliveries')}${gaps ? `, ${plural(gaps, 'gap')}` : ''},
      in ${length((scale.last - scale.first) / 1000)}${scale.isCut ? '; long pauses are drawn short' : ''}</p>
    ${!trace.knowsPublished && html`<p class="hint">The account keeps no log of what is published: events that nobody was handed are not shown.</p>`}
    <div class="story">${!isNarrow.value && scale.last > scale.first && html`<${Axis} scale=${scale} />`}
      <div class="tree"><${Branches} rows=${rows} isNarrow=${isNarrow.value} />
      <ol>${rows.map((row) => html`<li key=${row.key}><button class="row ${row === shown ? 'selected' : ''}" aria-pressed=${row === shown}
        style=${{ '--depth': row.depth }} onClick=${() => look({ row: row === shown ? null : row.key })}>
        <span class="row-label"><${Label} row=${row} /></span><span class="row-time"><${Bar} row=${row} scale=${scale} /></span></button></li>`)}</ol></div></div>
    ${shown && html`<${RowDetails} row=${shown} />`}`;
}

function Ask() {
  const submit = (event) => {
    event.preventDefault();
    const id = new FormData(event.currentTarget).get('id').trim();
    if (id) go('trace', id, {});
  };
  return html`<div class="page"><div class="blank"><h1>Trace</h1>
    <p>What happened because of what, of an event's id, a correlation id, or what events are about.</p>
    <form class="ask" onSubmit=${submit}><label><span class="visually-hidden">Id</span>
      <input name="id" type="search" maxlength="200" placeholder="An id" autocomplete="off" spellcheck="false" /></label><button class="button primary">Follow</button></form></div></div>`;
}

/** What was published this moment is in no log yet, and its consumers take a while. */
const followEvery = 1500;
const mostFollowed = 40;

const isOpen = (events) => events.some((event) => event.deliveries.some((delivery) => delivery.state === 'NoReportYet') || isOpen(event.caused));

export function TraceView() {
  const { id, query } = at.value;
  const hours = Number(query.hours ?? 24);
  const [state, setState] = useState({ of: null, trace: null, problem: null });
  const load = () => {
    const gone = new AbortController();
    const ask = (tries) => get(`traces/${encodeURIComponent(id)}?hours=${hours}`, gone.signal).then(
      (trace) => {
        setState({ of: id, trace, problem: null });
        if (tries > 0 && isOpen(trace.roots)) again(tries);
      },
      (problem) => {
        if (problem.name === 'AbortError') return;
        if (tries > 0 && problem.status === 422) again(tries);
        else setState({ of: id, trace: null, problem });
      });
    const again = (tries) => { setTimeout(() => { if (!gone.signal.aborted) ask(tries - 1); }, followEvery); };
    setState({ of: id, trace: null, problem: null });
    ask(query.follow ? mostFollowed : 0);
    return () => gone.abort();
  };
  useEffect(() => (id ? load() : undefined), [id, hours, query.follow]);
  if (!id) return html`<${Ask} />`;
  return html`<div class="page">
    <div class="page-head"><h1>Trace <span class="mono id">${id}</span></h1>
      <label class="field-inline">Look back <select value=${hours} onChange=${(event) => look({ hours: event.currentTarget.value })}>
        ${[[1, '1 hour'], [24, '1 day'], [72, '3 days'], [336, '14 days']].map(([value, word]) => html`<option value=${value}>${word}</option>`)}</select></label>
      <button class="button" onClick=${load}>Look again</button></div>
    ${state.problem ? html`<${Problem} problem=${state.problem} retry=${load} />`
      : !state.trace ? html`<${Loading} what="Following ${id} through the last ${plural(hours, 'hour')} of logs" />`
        : html`<${Story} trace=${state.trace} />`}</div>`;
}
