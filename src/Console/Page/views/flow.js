// Producers, the bus, rules and consumers as a picture: what flows where, and who is in trouble.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Empty, html, Loading, Pill, Problem, Search } from '../parts.js';
import { at, look } from '../router.js';
import { flow, live, loadFlow, onPublished, rates, statusByTitle } from '../store.js';
import { choose, connect, place } from '../layout.js';
import { count, length, plural, rate, seconds } from '../words.js';
import { FlowDetails } from './flow-details.js';

/** A narrow screen shows the same as lists. */
const narrowest = 880;

/** How a consumer is doing, worst first. */
export function condition(status, isPaused) {
  if (!status) return { kind: 'unknown', word: isPaused ? 'paused' : '…' };
  if (status.deadLetters > 0) return { kind: 'bad', word: `${count(status.deadLetters)} dead` };
  if (status.alarms.length > 0) return { kind: 'bad', word: 'alarm' };
  if (status.consumer.isPaused) return { kind: 'warn', word: 'paused' };
  if (status.failed > 0) return { kind: 'warn', word: 'failing' };
  if (!status.lastSuccess) return { kind: 'quiet', word: 'not heard from' };
  return { kind: 'good', word: 'well' };
}

const severity = ['bad', 'warn', 'quiet', 'unknown', 'good'];

function ConsumerCard({ box, selected, dimmed, style }) {
  const status = statusByTitle.value.get(box.consumer.title);
  const { kind, word } = condition(status, box.consumer.isPaused);
  const oldest = status?.oldest ? ` for ${length(seconds(status.oldest))}` : '';
  return html`<button class="node consumer ${kind} ${dimmed ? 'dimmed' : ''}" style=${style} aria-pressed=${selected}
    onClick=${() => look({ show: selected ? null : `consumer ${box.consumer.title}` }, { replace: false })}>
    <span class="node-line"><strong>${box.consumer.name}</strong></span>
    <span class="node-line small"><span class="ellipsis">${status
      ? `${count(status.waiting + status.inFlight)} in queue${oldest} · ${count(status.handled)} in 1 h` : 'asking …'}</span>
      <${Pill} kind=${kind}>${word}<//></span></button>`;
}

function TeamHead({ team, style }) {
  const conditions = team.members.map((member) => condition(statusByTitle.value.get(member.title), member.isPaused));
  const worst = severity.find((kind) => conditions.some((one) => one.kind === kind));
  const troubled = conditions.filter((one) => one.kind === 'bad' || one.kind === 'warn').length;
  if (!team.folds) return html`<h3 class="team" style=${style}>${team.name}</h3>`;
  const toggle = () => {
    const opened = new Set((at.value.query.open ?? '').split(',').filter(Boolean));
    if (!opened.delete(team.name)) opened.add(team.name);
    look({ open: [...opened].join(',') });
  };
  return html`<button class="node team-fold ${worst}" style=${style} aria-expanded=${team.open} onClick=${toggle}>
    <span class="node-line"><strong>${team.open ? '▾' : '▸'} ${team.name}</strong>
      <span class="small">${plural(team.members.length, 'consumer')}</span>
      ${troubled > 0 && html`<${Pill} kind=${worst}>${troubled} in trouble<//>`}</span></button>`;
}

function KindChip({ kind, selected, dimmed, style }) {
  const heard = kind.hearers.length > 0;
  return html`<button class="node kind ${heard ? '' : 'unheard'} ${dimmed ? 'dimmed' : ''}" style=${style} aria-pressed=${selected}
    title=${heard ? undefined : 'No rule takes it to a consumer'}
    onClick=${() => look({ show: selected ? null : `event ${kind.key}` }, { replace: false })}>
    <span class="node-line"><span class="ellipsis">${kind.type}</span><span class="rate">${rate(rates.value.get(kind.key))}</span></span></button>`;
}

function ProducerCard({ box, selected, dimmed, style }) {
  const known = flow.value.data.producers[box.source];
  const sum = box.kinds.reduce((total, kind) => total + (rates.value.get(kind.key) ?? 0), 0);
  return html`<button class="node producer ${dimmed ? 'dimmed' : ''}" style=${style} aria-pressed=${selected}
    onClick=${() => look({ show: selected ? null : `producer ${box.source}` }, { replace: false })}>
    <span class="node-line"><strong class="ellipsis">${known?.name ?? box.source}</strong><span class="rate">${rate(sum)}</span></span>
    <span class="node-line small ellipsis">${box.source}</span></button>`;
}

/** Dots that run along the lines as events are published, a few of each kind; none for who wants no motion. */
function Moving({ edges }) {
  const layer = useRef(null);
  useEffect(() => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return undefined;
    const byKind = new Map();
    for (const edge of edges) byKind.set(edge.kind, [...(byKind.get(edge.kind) ?? []), edge]);
    const mostDots = 80;
    return onPublished((part) => {
      if (document.hidden) return;
      for (const kind of part.kinds) {
        const ways = byKind.get(`${kind.source} ${kind.type}`) ?? [];
        for (let i = 0; i < Math.min(3, kind.count); i++) {
          for (const way of ways) {
            if (layer.current.childElementCount >= mostDots) return;
            send(layer.current, way.path, i * 350 + (way.from ? 0 : 700));
          }
        }
      }
    });
  }, [edges]);
  return html`<g ref=${layer} class="moving"></g>`;
}

function send(layer, path, delay) {
  const dot = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
  dot.setAttribute('r', '3.5');
  dot.style.offsetPath = `path("${path}")`;
  layer.append(dot);
  const run = dot.animate(
    [{ offsetDistance: '0%', opacity: 0 }, { opacity: 1, offset: 0.1 }, { opacity: 1, offset: 0.9 }, { offsetDistance: '100%', opacity: 0 }],
    { duration: 900, delay, easing: 'ease-in-out', fill: 'both' });
  run.onfinish = run.oncancel = () => dot.remove();
}

const boxStyle = ({ x, y, width, height }) => ({ left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });

/** What stays bright when something is selected. */
function related(show, connected) {
  if (!show) return null;
  const [what, name] = [show.slice(0, show.indexOf(' ')), show.slice(show.indexOf(' ') + 1)];
  const keys = what === 'event' ? [name]
    : what === 'producer' ? connected.kinds.filter((kind) => kind.source === name).map((kind) => kind.key)
      : connected.hears.get(name) ?? [];
  const kinds = new Set(keys);
  const heard = connected.kinds.filter((kind) => kinds.has(kind.key));
  return {
    kinds,
    consumers: new Set(what === 'consumer' ? [name] : heard.flatMap((kind) => kind.hearers)),
    sources: new Set(heard.map((kind) => kind.source)),
  };
}

function Picture({ connected, chosen, width, show }) {
  const opened = at.value.query.open ?? '';
  const placed = useMemo(() => place(chosen, width, new Set(opened.split(','))), [chosen, width, opened]);
  const bright = useMemo(() => related(show, connected), [show, connected]);
  const isBright = (edge) => !bright || (bright.kinds.has(edge.kind) && (!edge.title || bright.consumers.has(edge.title)));
  const buses = [...new Set(flow.value.data.map.rules.map((rule) => rule.bus))].join(', ');
  return html`<div class="picture" style=${{ height: `${placed.height}px` }}>
    <div class="bus" style=${boxStyle(placed.bus)}><span>${buses || 'bus'}</span></div>
    <svg width=${width} height=${placed.height} aria-hidden="true">
      ${placed.edges.map((edge) => html`<path key=${edge.id} d=${edge.path}
        class="edge ${edge.idle ? 'idle' : ''} ${rates.value.get(edge.kind) ? 'busy' : ''} ${bright ? (isBright(edge) ? 'bright' : 'dimmed') : ''}" />`)}
      <${Moving} edges=${placed.edges} /></svg>
    <h2 class="visually-hidden">Producers</h2>
    ${placed.producers.map((box) => html`<${ProducerCard} key=${box.source} box=${box} style=${boxStyle(box)}
      selected=${show === `producer ${box.source}`} dimmed=${bright && !bright.sources.has(box.source)} />`)}
    <h2 class="visually-hidden">Events on the bus</h2>
    ${placed.kinds.map((box) => html`<${KindChip} key=${box.kind.key} kind=${box.kind} style=${boxStyle(box)}
      selected=${show === `event ${box.kind.key}`} dimmed=${bright && !bright.kinds.has(box.kind.key)} />`)}
    <h2 class="visually-hidden">Consumers</h2>
    ${placed.teams.map((team) => html`<${TeamHead} key=${team.name} team=${team} style=${boxStyle(team)} />
      ${placed.consumers.filter((box) => team.open && team.members.includes(box.consumer)).map((box) => html`<${ConsumerCard}
        key=${box.consumer.title} box=${box} style=${boxStyle(box)} selected=${show === `consumer ${box.consumer.title}`}
        dimmed=${bright && !bright.consumers.has(box.consumer.title)} />`)}`)}
  </div>`;
}

function Lists({ chosen, show }) {
  const placed = useMemo(() => place(chosen, narrowest, new Set((at.value.query.open ?? '').split(','))), [chosen, at.value.query.open]);
  return html`<div class="lists">
    <section><h2>Consumers</h2>${placed.teams.map((team) => html`<${TeamHead} key=${team.name} team=${team} />
      ${placed.consumers.filter((box) => team.open && team.members.includes(box.consumer)).map((box) => html`<${ConsumerCard}
        key=${box.consumer.title} box=${box} selected=${show === `consumer ${box.consumer.title}`} />`)}`)}</section>
    <section><h2>Events on the bus</h2>${chosen.kinds.map((kind) => html`<${KindChip} key=${kind.key} kind=${kind}
      selected=${show === `event ${kind.key}`} />`)}</section></div>`;
}

function Summary() {
  const status = live.value.frame?.status;
  if (!status) return null;
  const conditions = status.consumers.map((one) => condition(one, one.consumer.isPaused));
  const dead = status.consumers.reduce((sum, one) => sum + (one.deadLetters ?? 0), 0);
  const waiting = status.consumers.reduce((sum, one) => sum + one.waiting + one.inFlight, 0);
  const total = [...rates.value.values()].reduce((sum, one) => sum + one, 0);
  const alarms = status.consumers.reduce((sum, one) => sum + one.alarms.length, status.otherAlarms.length);
  const paused = status.consumers.filter((one) => one.consumer.isPaused).length;
  const quiet = conditions.filter((one) => one.kind === 'quiet').length;
  const numbers = [
    [rate(total) || '0/s', 'published', ''], [count(waiting), 'in queues', ''], [count(dead), 'dead letters', dead ? 'bad' : ''],
    [count(alarms), alarms === 1 ? 'alarm' : 'alarms', alarms ? 'bad' : ''], [count(paused), 'paused', paused ? 'warn' : ''],
    [count(quiet), 'not heard from in 1 h', ''],
  ];
  return html`<ul class="summary">${numbers.map(([number, word, kind]) => html`<li class=${kind}><b>${number}</b> ${word}</li>`)}
    ${!status.isExact && html`<li class="hint">Depths are CloudWatch's, a minute or more old.</li>`}</ul>`;
}

export function FlowView() {
  const { data, problem } = flow.value;
  const { q = '', show = null } = at.value.query;
  const canvas = useRef(null);
  const [width, setWidth] = useState(0);
  const connected = useMemo(() => data && connect(data), [data]);
  const chosen = useMemo(() => data && choose(connected, data.consumers, q), [connected, q]);
  useLayoutEffect(() => {
    const watch = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)));
    if (canvas.current) watch.observe(canvas.current);
    return () => watch.disconnect();
  }, [data === null]);
  if (!data) return problem ? html`<${Problem} problem=${problem} retry=${loadFlow} />` : html`<${Loading} what="Asking the account who is there" />`;
  return html`<div class="page flow ${show ? 'with-details' : ''}">
    <div class="page-head"><h1>Flow</h1>
      <${Search} label="Filter by team, consumer or event" value=${q} onInput=${(value) => look({ q: value })} /><${Summary} /></div>
    <div class="flow-body"><div class="canvas" ref=${canvas}>
      ${data.consumers.length === 0
        ? html`<${Empty} title="Nobody consumes here yet">No function of this account and region polls a queue.<//>`
        : chosen.consumers.length + chosen.kinds.length === 0
          ? html`<${Empty} title="Nothing is called that">No team, consumer, event or source has “${q}” in its name, of ${plural(data.consumers.length, 'consumer')} and ${plural(data.map.kinds.length, 'kind')} of events.<//>`
          : width >= narrowest ? html`<${Picture} connected=${connected} chosen=${chosen} width=${width} show=${show} />`
            : width > 0 && html`<${Lists} chosen=${chosen} show=${show} />`}</div>
      ${show && html`<${FlowDetails} show=${show} connected=${connected} />`}</div>
  </div>`;
}
