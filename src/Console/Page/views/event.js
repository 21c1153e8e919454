// One event, opened: what it says, whether it is as the catalog wants it, which rules took it, and what became of it at each consumer.
import { useState } from 'preact/hooks';
import { post } from '../api.js';
import { useAnswer } from '../asked.js';
import { Answers, states, stateTitles } from '../deliveries.js';
import { Body, Facts, html, Loading, Pill, Problem } from '../parts.js';
import { address, at } from '../router.js';
import { session } from '../store.js';
import { length, moment, plural, seconds } from '../words.js';

function Validity({ validity }) {
  if (!validity) return html`<${Pill} kind="quiet">validity not known<//>`;
  if (!validity.isDescribed) return html`<${Pill} kind="warn">the catalog does not describe it<//>`;
  const { problems } = validity;
  if (problems.length === 0) return html`<${Pill} kind="good">as the catalog says<//>`;
  return html`<${Pill} kind="bad">${plural(problems.length, 'problem')}<//>
    <ul class="problems">${problems.slice(0, 50).map((problem) => html`<li><span class="mono">${problem.place || '/'}</span> ${problem.message}
      ${problem.allowed && html`<div class="small">allowed: ${problem.allowed}</div>`}</li>`)}</ul>
    ${problems.length > 50 && html`<p class="small">… and ${problems.length - 50} more</p>`}`;
}

function Outcomes({ deliveries }) {
  if (deliveries.length === 0) return html`<p><${Pill} kind="warn">nobody was handed it<//></p>`;
  return html`<div class="scroll" tabindex="0"><table class="table"><thead><tr><th scope="col">consumer</th><th scope="col">rule</th>
    <th scope="col">state</th><th scope="col">attempts</th><th scope="col">last word</th></tr></thead>
    <tbody>${deliveries.map((delivery) => {
      const [kind, word] = states[delivery.state];
      const last = delivery.attempts.at(-1);
      return html`<tr key=${delivery.consumer}><th scope="row"><a href=${address('flow', null, { show: `consumer ${delivery.consumer}` })}>${delivery.consumer}</a></th>
        <td>${delivery.rule ?? '–'}</td><td><${Pill} kind=${kind} title=${stateTitles[delivery.state]}>${word}<//>
          ${delivery.deadLetter && html` <a href=${address('failures', delivery.deadLetter)}>open the dead letter</a>`}</td>
        <td>${delivery.attempts.length || '–'}</td>
        <td class="small">${last ? html`${moment(last.at)}, took ${length(seconds(last.took))}` : '–'}
          ${last?.error && html`<div class="bad-text">${last.error}</div>`}</td></tr>`;
    })}</tbody></table></div>`;
}

function Message({ page, onUnmask, problem }) {
  if (page.body === null) {
    return html`<h2 class="section">What it says</h2><p class="hint">Nobody keeps it where it could be read: an account holds events in the queues they wait in,
      in its archive, which can only be replayed, and among the dead letters. What its log has of it is above.</p>`;
  }
  return html`<header class="section-head"><h2 class="section">What it says</h2>${page.isMasked
    ? html`<button class="button" disabled=${!session.value?.mayAct} title=${session.value?.whyNot} onClick=${onUnmask}>Show personal data</button>`
    : html`<span class="warn-text">Personal data is shown; that you looked is in the log of the command.</span>`}</header>
    ${problem && html`<p class="bad-text" role="alert">${problem.message}</p>`}
    <${Body} label="The event" text=${page.body} />`;
}

export function EventView({ id }) {
  const { answer, problem, load, put } = useAnswer(`events/${encodeURIComponent(id)}`);
  const [refused, setRefused] = useState(null);
  const unmask = () => post('events/unmasked', { of: id, confirm: null }).then(put, setRefused);
  const back = html`<p><a href=${address('events', null, at.value.query)}>← All events</a></p>`;
  if (problem) return html`<div class="page">${back}<${Problem} problem=${problem} retry=${load} /></div>`;
  if (!answer) return html`<div class="page">${back}<${Loading} what="Asking who heard of it" /></div>`;
  const { event, rules, isWhole, validity } = answer;
  return html`<div class="page">${back}<article class="letter opened">
    <header class="section-head"><h1>${event.type ?? 'No event'}</h1>
      <span class="actions"><a class="button primary" href=${address('trace', event.eventId)}>Follow it</a></span></header>
    <${Facts} rows=${[
      ['Event id', html`<span class="mono">${event.eventId}</span>`], ['Published by', event.source],
      ['About', event.subject && html`<a class="mono" href=${address('trace', event.subject)}>${event.subject}</a>`],
      ['Published', event.time && moment(event.time)], ['Catalog', html`<${Validity} validity=${validity} />`],
    ]} />
    <h2 class="section">What became of it</h2><${Outcomes} deliveries=${event.deliveries} />
    <${Message} page=${answer} onUnmask=${unmask} problem=${refused} />
    <h2 class="section">What each rule said</h2><${Answers} rules=${rules} isWhole=${isWhole} /></article></div>`;
}
