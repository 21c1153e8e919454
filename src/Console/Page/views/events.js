// What is published, as it passes: a table that can be searched and held still.
import { signal } from '@preact/signals';
import { Empty, html, Loading, Pill, Search } from '../parts.js';
import { address, at, look } from '../router.js';
import { flow, kindKey, live, mostPassed, passed, passingKey, session } from '../store.js';
import { timeOfDay } from '../words.js';
import { EventView } from './event.js';

const held = signal(null);

const text = (event) => `${event.type} ${event.source} ${event.subject ?? ''} ${event.eventId} ${event.correlationId ?? ''}`.toLowerCase();

function Row({ event, rules }) {
  return html`<tr>
    <td class="time">${timeOfDay(event.time)}</td>
    <th scope="row"><a href=${address('events', event.eventId, at.value.query)}>${event.type}</a></th>
    <td>${event.source}</td>
    <td class="mono">${event.subject ? html`<a href=${address('trace', event.subject)}>${event.subject}</a>` : '–'}</td>
    <td>${rules.length ? rules.join(', ') : html`<${Pill} kind="warn">nobody listens<//>`}</td>
    <td class="mono"><a href=${address('trace', event.eventId)}>follow</a></td></tr>`;
}

export function EventsView() {
  if (at.value.id) return html`<${EventView} key=${at.value.id} id=${at.value.id} />`;
  return html`<${Passing} />`;
}

function Passing() {
  const q = (at.value.query.q ?? '').toLowerCase();
  const events = held.value ?? passed.value;
  const shown = q ? events.filter((event) => text(event).includes(q)) : events;
  const rules = new Map((flow.value.data?.map.kinds ?? []).map((kind) => [kindKey(kind.source, kind.type), kind.rules]));
  const isWhole = live.value.frame?.published?.isWhole !== false;
  return html`<div class="page">
    <div class="page-head"><h1>Events</h1>
      <${Search} label="Type, source, subject or id" value=${at.value.query.q ?? ''} onInput=${(value) => look({ q: value })} />
      <button class="button" aria-pressed=${held.value !== null} onClick=${() => { held.value = held.value ? null : passed.value; }}>
        ${held.value ? 'Go on' : 'Hold still'}</button>
      ${session.value?.mayPublish && html`<a class="button" href=${address('publish')}>Publish one …</a>`}</div>
    ${!isWhole && html`<p class="hint">More is published than is shown: this is a part of it.</p>`}
    ${live.value.frame === null && !live.value.problem ? html`<${Loading} what="Listening" />`
      : events.length === 0 ? html`<${Empty} title="Nothing has passed yet">Events appear here as they are published, the last ${mostPassed} of them.<//>`
        : shown.length === 0 ? html`<${Empty} title="No such event">None of the last ${events.length} events has “${at.value.query.q}” in its type, source, subject or ids.<//>`
          : html`<div class="scroll" tabindex="0"><table class="table"><thead><tr>
              <th scope="col">time</th><th scope="col">type</th><th scope="col">source</th><th scope="col">about</th>
              <th scope="col">rules that could take it</th><th scope="col"><span class="visually-hidden">trace</span></th></tr></thead>
              <tbody>${shown.map((event) => html`<${Row} key=${passingKey(event)} event=${event} rules=${rules.get(kindKey(event.source, event.type)) ?? []} />`)}</tbody>
            </table></div>`}
  </div>`;
}
