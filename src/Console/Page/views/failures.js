// The view for the night: what is dead, why and since when; and run again, one, a group or all, planned first.
import { useEffect, useState } from 'preact/hooks';
import { signal } from '@preact/signals';
import { get, post } from '../api.js';
import { RedriveDialog } from '../acts.js';
import { Ago, Body, Code, Empty, Facts, html, Loading, Pill, Problem, Search } from '../parts.js';
import { address, at, go, look } from '../router.js';
import { deadLetters, session } from '../store.js';
import { cause, moment, plural } from '../words.js';

const read = signal({ page: null, problem: null, busy: false });

async function load() {
  read.value = { ...read.value, busy: true };
  try {
    read.value = { page: await get('failures'), problem: null, busy: false };
  } catch (failure) {
    read.value = { ...read.value, problem: failure, busy: false };
  }
}

const groupKey = (group) => `${group.consumer} ${group.group.key}`;

/** When the letters were sent, in bars of the same length of time. */
function Histogram({ failures, picked }) {
  const bars = 48;
  const times = failures.map((failure) => +new Date(failure.sentAt));
  const [from, to] = [Math.min(...times), Math.max(...times, Math.min(...times) + 60_000)];
  const counts = Array.from({ length: bars }, () => [0, 0]);
  failures.forEach((failure, i) => {
    const bar = counts[Math.min(bars - 1, Math.floor(((times[i] - from) / (to - from)) * bars))];
    bar[picked.has(failure.id) ? 0 : 1]++;
  });
  const most = Math.max(...counts.map(([a, b]) => a + b), 1);
  return html`<figure class="histogram"><svg viewBox="0 0 ${bars * 10} 40" preserveAspectRatio="none" role="img"
      aria-label="${failures.length} dead letters, sent from ${moment(from)} to ${moment(to)}">
      ${counts.map(([a, b], i) => html`<rect class="picked" x=${i * 10 + 1} width="8" y=${40 - (a / most) * 38} height=${(a / most) * 38} />
        <rect x=${i * 10 + 1} width="8" y=${40 - ((a + b) / most) * 38} height=${(b / most) * 38} />`)}</svg>
    <figcaption><span>${moment(from)}</span><span>sent</span><span>${moment(to)}</span></figcaption></figure>`;
}

function GroupCard({ group, selected, handled }) {
  const { what, where } = cause(group.group.key);
  const done = group.letters.filter((id) => handled.has(id)).length;
  return html`<a class="card ${selected ? 'selected' : ''}" aria-current=${selected ? 'true' : undefined}
      href=${address('failures', null, { ...at.value.query, group: groupKey(group) })}>
    <span class="card-head"><b class="count">${group.group.count}</b><span class="grow"><strong>${what}</strong>
      <span class="small ellipsis">${where ?? ''}</span></span></span>
    <span class="small">${group.consumer} · ${Object.entries(group.group.types).map(([type, number]) => `${number} ${type}`).join(', ')}</span>
    <span class="small">oldest <${Ago} time=${group.group.oldest} />${done > 0 && html` · <${Pill} kind="good">${done} handled meanwhile<//>`}</span></a>`;
}

function Letters({ group, list, handled, onRedrive }) {
  const letters = list.failures.filter((failure) => group.letters.includes(failure.id));
  const last = group.group.last;
  return html`<section class="group" aria-label="Letters of ${group.consumer}">
    <header class="section-head"><h2>${cause(group.group.key).what}</h2>
      <button class="button primary" disabled=${!session.value?.mayAct} title=${session.value?.whyNot}
        onClick=${() => onRedrive([{ consumer: group.consumer, only: group.letters }])}>Run ${group.letters.length === 1 ? 'it' : `these ${group.letters.length}`} again</button></header>
    <p class="mono small">${group.group.key}</p>
    ${last.cause.text && html`<p class="error-text">${last.cause.text}</p>`}
    <div class="scroll" tabindex="0"><table class="table"><thead><tr><th scope="col">sent</th><th scope="col">event</th><th scope="col">about</th>
      <th scope="col">attempts</th><th scope="col"><span class="visually-hidden">state</span></th></tr></thead>
      <tbody>${letters.map((failure) => html`<tr key=${failure.id}>
        <td class="time">${moment(failure.sentAt)}</td>
        <th scope="row"><a href=${address('failures', failure.id, at.value.query)}>${failure.eventType ?? 'no event'}</a></th>
        <td class="mono">${failure.subject ?? '–'}</td><td>${failure.cause.attempts ?? '–'}</td>
        <td>${handled.has(failure.id) && html`<${Pill} kind="good">handled meanwhile<//>`}</td></tr>`)}</tbody></table></div></section>`;
}

function Letter({ id, onRedrive }) {
  const [state, setState] = useState({ letter: null, problem: null });
  const load1 = () => {
    setState({ letter: null, problem: null });
    get(`letters/${encodeURIComponent(id)}`).then((letter) => setState({ letter, problem: null }), (problem) => setState({ letter: null, problem }));
  };
  useEffect(load1, [id]);
  const unmask = () => post('letters/unmasked', { of: id, confirm: null })
    .then((letter) => setState({ letter, problem: null }), (problem) => setState({ ...state, problem }));
  const back = html`<p><a href=${address('failures', null, at.value.query)}>← All dead letters</a></p>`;
  if (state.problem) return html`${back}<${Problem} problem=${state.problem} retry=${load1} />`;
  if (!state.letter) return html`${back}<${Loading} what="Reading the letter" />`;
  const { failure, body, isMasked, receives, handledMeanwhile } = state.letter;
  return html`${back}<article class="letter">
    <header class="section-head"><h2>${failure.eventType ?? 'No event'} <span class="muted">for ${failure.consumer}</span></h2>
      <span class="actions"><button class="button primary" disabled=${!session.value?.mayAct} title=${session.value?.whyNot}
        onClick=${() => onRedrive([{ consumer: failure.consumer, only: [failure.id] }])}>Run it again</button>
      ${failure.eventId && html`<a class="button" href=${address('events', failure.eventId)}>Open the event</a>
        <a class="button" href=${address('trace', failure.eventId)}>Follow the event</a>`}</span></header>
    ${handledMeanwhile && html`<p class="done">It was handled meanwhile: run again, it is suppressed.</p>`}
    <${Facts} rows=${[
      ['Cause', failure.cause.title], ['Tried', failure.cause.attempts ? plural(failure.cause.attempts, 'time') : 'nobody says how often'],
      ['Last failed', failure.cause.lastAt && html`<${Ago} time=${failure.cause.lastAt} />`], ['Sent', moment(failure.sentAt)],
      ['About', html`<span class="mono">${failure.subject ?? '–'}</span>`],
      ['Event id', html`<span class="mono">${failure.eventId ?? '–'}</span>`], ['Message id', html`<span class="mono">${failure.id}</span>`],
      ['Looked at', plural(receives, 'time')],
    ]} />
    ${failure.cause.text && html`<h3>What the consumer said</h3><p class="error-text">${failure.cause.text}</p>`}
    ${failure.cause.stackTrace && html`<${Code} label="Stack trace">${failure.cause.stackTrace}<//>`}
    <header class="section-head"><h3>The message</h3>${isMasked
      ? html`<button class="button" disabled=${!session.value?.mayAct} title=${session.value?.whyNot} onClick=${unmask}>Show personal data</button>`
      : html`<span class="warn-text">Personal data is shown; that you looked is in the log of the command.</span>`}</header>
    <${Body} label="The message" text=${body} /></article>`;
}

export function FailuresView() {
  const [redriving, redrive] = useState(null);
  useEffect(() => { load(); }, [deadLetters.value]);
  const { page, problem, busy } = read.value;
  const { id, query } = at.value;
  const end = () => { load(); };
  const close = () => { redrive(null); if (id) go('failures', null, query); load(); };
  const dialog = redriving && html`<${RedriveDialog} parts=${redriving} onEnd=${end} onClose=${close} />`;
  if (id) return html`<div class="page"><${Letter} id=${id} onRedrive=${redrive} />${dialog}</div>`;
  if (problem && !page) return html`<${Problem} problem=${problem} retry=${load} />`;
  if (!page) return html`<${Loading} what="Looking at the dead letters; nothing is removed by looking" />`;

  const handled = new Set(page.handled);
  const typed = (query.q ?? '').toLowerCase();
  const groups = page.groups.filter((group) => (!query.consumer || group.consumer === query.consumer)
    && `${group.consumer} ${group.group.key} ${Object.keys(group.group.types).join(' ')}`.toLowerCase().includes(typed));
  const picked = groups.find((group) => groupKey(group) === query.group) ?? groups[0];
  const all = [...new Set(page.groups.map((group) => group.consumer))].map((consumer) => ({ consumer, only: [] }));
  return html`<div class="page">
    <div class="page-head"><h1>Failures</h1>
      ${page.list.failures.length > 0 && html`<${Search} label="Cause, consumer or event" value=${query.q ?? ''} onInput=${(value) => look({ q: value })} />
        <span class="muted">${plural(page.list.failures.length, 'dead letter')}${page.list.unseen > 0 ? `, about ${page.list.unseen} more not looked at` : ''}</span>
        <button class="button" disabled=${!session.value?.mayAct} title=${session.value?.whyNot} onClick=${() => redrive(all)}>Run all again</button>`}
      <button class="button" disabled=${busy} onClick=${load}>${busy ? 'Looking …' : 'Look again'}</button></div>
    ${query.consumer && html`<p class="hint">Only those of ${query.consumer}. <a href=${address('failures')}>Show all</a></p>`}
    ${page.list.failures.length === 0 && deadLetters.value > 0
      ? html`<${Empty} title="In somebody's hands">There are ${plural(deadLetters.value, 'dead letter')}, and another look or redrive has them in hand. They are back within a minute, or five if it ended in the middle.<//>`
      : page.list.failures.length === 0 ? html`<${Empty} title="No dead letters">Every event that a rule took was handled, or waits in its queue.<//>`
      : groups.length === 0 ? html`<${Empty} title="No such dead letter">None of the ${page.list.failures.length} dead letters has “${query.q ?? query.consumer}” in its cause, consumer or type. <a href=${address('failures')}>Show all</a><//>`
        : html`<${Histogram} failures=${page.list.failures} picked=${new Set(picked.letters)} />
          <div class="split"><nav class="cards" aria-label="Causes">${groups.map((group) => html`<${GroupCard} key=${groupKey(group)}
            group=${group} selected=${group === picked} handled=${handled} />`)}</nav>
          <${Letters} key=${groupKey(picked)} group=${picked} list=${page.list} handled=${handled} onRedrive=${redrive} /></div>`}
    ${dialog}</div>`;
}
