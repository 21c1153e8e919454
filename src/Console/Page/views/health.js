// How the account did over time: what was published, how each consumer kept up, which alarms went off; and what a laptop has beside it.
import { useEffect, useState } from 'preact/hooks';
import { get } from '../api.js';
import { useAnswer } from '../asked.js';
import { Ago, Bars, Empty, html, Loading, Pill, Problem, Search } from '../parts.js';
import { address, at, look } from '../router.js';
import { session } from '../store.js';
import { count, length, moment, plural, seconds } from '../words.js';
import { Mailbox, Switches } from './beside.js';

const alarmKinds = { ALARM: ['bad', 'on'], OK: ['good', 'off'], INSUFFICIENT_DATA: ['quiet', 'no data'] };

const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

/** Asks for one consumer's latency after the other: of each it is a dozen requests to the account. */
function useLatencies(titles, hours) {
  const [known, setKnown] = useState({});
  useEffect(() => {
    const gone = new AbortController();
    setKnown({});
    (async () => {
      for (const title of titles) {
        const answer = await get(`latencies?consumer=${encodeURIComponent(title)}&hours=${hours}`, gone.signal)
          .catch((problem) => ({ problem: problem.message }));
        if (gone.signal.aborted) return;
        setKnown((before) => ({ ...before, [title]: answer }));
      }
    })();
    return () => gone.abort();
  }, [titles.join('|'), hours]);
  return known;
}

function LatencyCells({ answer }) {
  if (!answer) return html`<td class="small">…</td><td class="small">…</td>`;
  if (answer.problem) return html`<td class="bad-text small" colspan="2">${answer.problem}</td>`;
  if (!answer.whole) return html`<td class="small">–</td><td class="small">–</td>`;
  const title = answer.isWhole ? `of ${plural(answer.whole.events, 'event')}` : `of ${plural(answer.whole.events, 'event')}, a part of all`;
  return html`<td title=${title}>${length(seconds(answer.whole.p50))}</td><td title=${title}>${length(seconds(answer.whole.p99))}
    <${Bars} small label="p99 over time" values=${answer.parts.map((part) => (part.of ? seconds(part.of.p99) : 0))} /></td>`;
}

/** More than are asked about at once: whoever wants another one types its name. */
const mostAsked = 15;

function Consumers({ series, hours }) {
  const q = (at.value.query.q ?? '').toLowerCase();
  const shown = series.consumers.filter((one) => one.consumer.toLowerCase().includes(q));
  const latencies = useLatencies(shown.slice(0, mostAsked).map((one) => one.consumer), hours);
  if (series.consumers.length === 0) return html`<${Empty} title="No consumers">No function of the account is behind a queue.<//>`;
  if (shown.length === 0) return html`<${Empty} title="No such consumer">None of ${series.consumers.length} consumers has “${at.value.query.q}” in its name.<//>`;
  return html`<div class="scroll" tabindex="0"><table class="table"><thead><tr><th scope="col">consumer</th><th scope="col">handled</th>
      <th scope="col">failed attempts</th><th scope="col">p50</th><th scope="col">p99</th></tr></thead>
    <tbody>${shown.map((one, i) => html`<tr key=${one.consumer}><th scope="row"><a href=${address('flow', null, { show: `consumer ${one.consumer}` })}>${one.consumer}</a></th>
      <td>${count(sum(one.handled))} <${Bars} small label="handled over time" values=${one.handled} /></td>
      <td class=${sum(one.failed) ? 'bad-text' : ''}>${count(sum(one.failed))} <${Bars} small bad label="failed over time" values=${one.failed} /></td>
      ${i < mostAsked ? html`<${LatencyCells} answer=${latencies[one.consumer]} />` : html`<td colspan="2" class="small">type its name to ask</td>`}</tr>`)}</tbody></table></div>
    <p class="small">p50 and p99: from when an event was sent to the consumer's queue until it was handled, with waits and failed attempts; of what its log says.</p>`;
}

function Throughput({ hours }) {
  const { answer, problem, load } = useAnswer(`health?hours=${hours}`);
  if (problem) return html`<${Problem} problem=${problem} retry=${load} />`;
  if (!answer) return html`<${Loading} what="Adding up what happened" />`;
  const end = +new Date(answer.from) + answer.published.length * answer.seconds * 1000;
  return html`${answer.knowsPublished ? html`<figure class="histogram"><${Bars} label="Published over time" values=${answer.published} />
      <figcaption><span>${moment(answer.from)}</span><span>${count(sum(answer.published))} published</span><span>${moment(end)}</span></figcaption></figure>`
    : html`<p class="hint">The account keeps no log of what is published, so nobody has counted it.</p>`}
    <${Consumers} series=${answer} hours=${hours} />`;
}

function Alarms({ hours }) {
  const { answer, problem, load } = useAnswer(`alarms?hours=${Math.max(24, hours)}`);
  if (problem) return html`<${Problem} problem=${problem} retry=${load} />`;
  if (!answer) return html`<${Loading} what="Asking the alarms" />`;
  const on = answer.alarms.filter((alarm) => alarm.state === 'ALARM');
  return html`<p>${on.length ? html`<${Pill} kind="bad">${on.length} on<//>` : html`<${Pill} kind="good">none is on<//>`} of ${plural(answer.alarms.length, 'alarm')}</p>
    ${on.length > 0 && html`<ul class="findings">${on.map((alarm) => html`<li><${Pill} kind="bad">on<//><span><strong class="mono">${alarm.name}</strong>
      ${alarm.since && html` <span class="small">for <${Ago} time=${alarm.since} /></span>`}<div class="small">${alarm.reason}</div>
      ${alarm.description && html`<div class="small words pre">${alarm.description}</div>`}</span></li>`)}</ul>`}
    <h3>What they did</h3>${answer.history.length === 0 ? html`<p class="small">Nothing changed in that time.</p>`
    : html`<div class="scroll" tabindex="0"><table class="table"><thead><tr><th scope="col">when</th><th scope="col">alarm</th><th scope="col">what</th></tr></thead>
      <tbody>${answer.history.map((step) => html`<tr><td class="time">${moment(step.at)}</td><th scope="row" class="mono">${step.alarm}
        ${step.consumer && html`<div class="small">${step.consumer}</div>`}</th><td>${step.summary}</td></tr>`)}</tbody></table></div>
      ${!answer.isWhole && html`<p class="small">These are the last ${answer.history.length}; there was more before.</p>`}`}
    <details><summary>Every alarm</summary><ul class="findings">${answer.alarms.map((alarm) => html`<li><${Pill} kind=${(alarmKinds[alarm.state] ?? ['unknown'])[0]}>
      ${(alarmKinds[alarm.state] ?? [null, alarm.state])[1]}<//><span class="mono">${alarm.name}</span></li>`)}</ul></details>`;
}

export function HealthView() {
  const { id, query } = at.value;
  const hours = Number(query.hours ?? 1);
  return html`<div class="page"><div class="page-head"><h1>Health</h1>
      <${Search} label="Consumer" value=${query.q ?? ''} onInput=${(value) => look({ q: value })} />
      <label class="field-inline">Look back <select value=${hours} onChange=${(event) => look({ hours: event.currentTarget.value })}>
        ${[[1, '1 hour'], [6, '6 hours'], [24, '1 day'], [168, '7 days']].map(([value, word]) => html`<option value=${value}>${word}</option>`)}</select></label></div>
    <${Throughput} hours=${hours} />
    <h2 class="section">Alarms</h2><${Alarms} hours=${hours} />
    ${session.value?.isLaptop && html`<h2 class="section">Third parties</h2><${Switches} /><h2 class="section">Mails that were caught</h2><${Mailbox} id=${id} />`}</div>`;
}
