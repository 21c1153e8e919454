// Where everything of the flow stands: producers, the bus with its kinds of events, and consumers by team. Each column is put in the
// sequence that its neighbours suggest, so that few lines cross; what nobody could read one by one is folded by team.
export const sizes = {
  producer: { width: 170, height: 52 },
  kind: { width: 230, height: 30, gap: 8 },
  consumer: { width: 288, height: 58, gap: 8 },
  team: { height: 30, gap: 14 },
  top: 44,
};

/** More consumers than this are folded by team. */
const mostUnfolded = 40;

const mean = (numbers) => (numbers.length ? numbers.reduce((sum, one) => sum + one, 0) / numbers.length : Infinity);

const group = (items, key) => {
  const groups = new Map();
  for (const item of items) {
    const name = key(item);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(item);
  }
  return groups;
};

/** Who is connected with whom: kinds by producer, and consumers by the rules that take a kind. */
export function connect({ map, consumers }) {
  const rules = new Map(map.rules.map((rule) => [rule.name, rule]));
  const kinds = map.kinds.map((kind) => ({
    ...kind,
    key: `${kind.source} ${kind.type}`,
    hearers: [...new Set(kind.rules.flatMap((name) => rules.get(name)?.consumers ?? []))],
    idle: kind.rules.length > 0 && kind.rules.every((name) => !rules.get(name)?.isEnabled),
  }));
  const hears = new Map(consumers.map((consumer) => [consumer.title, []]));
  for (const kind of kinds) for (const title of kind.hearers) hears.get(title)?.push(kind.key);
  return { kinds, hears };
}

/** Kinds and consumers that are shown: what was typed has to be in a name, or in that of somebody connected with it. */
export function choose(connected, consumers, typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const { kinds, hears } = connected;
  if (words.length === 0) return { kinds, consumers, narrowed: false };
  const has = (text) => words.every((word) => text.toLowerCase().includes(word));
  const named = consumers.filter((consumer) => has(`${consumer.title} ${consumer.queue}`));
  const namedKinds = kinds.filter((kind) => has(`${kind.type} ${kind.source}`));
  const titles = new Set([...named.map((consumer) => consumer.title), ...namedKinds.flatMap((kind) => kind.hearers)]);
  const keys = new Set([...namedKinds.map((kind) => kind.key), ...named.flatMap((consumer) => hears.get(consumer.title) ?? [])]);
  return {
    kinds: kinds.filter((kind) => keys.has(kind.key)), consumers: consumers.filter((consumer) => titles.has(consumer.title)), narrowed: true,
  };
}

/** @returns boxes with `x`, `y`, `width`, `height`, and edges between them, for a canvas of a width. */
export function place(chosen, width, opened) {
  const { producer: p, kind: k, consumer: c, team: t, top } = sizes;
  const folds = chosen.consumers.length > mostUnfolded;
  const bySource = group(chosen.kinds, (kind) => kind.source);
  const rank = new Map();
  let index = 0;
  for (const kinds of bySource.values()) for (const kind of kinds) rank.set(kind.key, index++);
  const heard = new Map();
  for (const kind of chosen.kinds) {
    for (const title of kind.hearers) heard.set(title, [...(heard.get(title) ?? []), rank.get(kind.key)]);
  }
  const weight = (consumer) => mean(heard.get(consumer.title) ?? []);
  const teams = [...group(chosen.consumers, (consumer) => consumer.team ?? 'No team')]
    .map(([name, members]) => ({ name, members: members.sort((a, b) => weight(a) - weight(b) || a.title.localeCompare(b.title)) }))
    .sort((a, b) => mean(a.members.map(weight)) - mean(b.members.map(weight)) || a.name.localeCompare(b.name));

  const boxes = { producers: [], kinds: [], consumers: [], teams: [] };
  const right = width - c.width - 8;
  let y = top;
  for (const { name, members } of teams) {
    const open = !folds || opened.has(name);
    boxes.teams.push({ name, members, open, folds, x: right, y, width: c.width, height: t.height });
    y += t.height;
    for (const consumer of open ? members : []) {
      boxes.consumers.push({ consumer, x: right, y, width: c.width, height: c.height });
      y += c.height + c.gap;
    }
    y += open ? t.gap - c.gap : c.gap;
  }
  const consumersEnd = y;

  const step = k.height + k.gap;
  const spare = Math.max(0, consumersEnd - top - chosen.kinds.length * step - Math.max(0, bySource.size - 1) * 14);
  const between = 14 + Math.min(40, bySource.size > 1 ? spare / (bySource.size - 1) : 0);
  const middle = Math.round(p.width + 8 + (right - p.width - 8 - k.width) * 0.45);
  y = top;
  for (const [source, kinds] of bySource) {
    const began = y;
    for (const kind of kinds) {
      boxes.kinds.push({ kind, x: middle, y, width: k.width, height: k.height });
      y += step;
    }
    const centre = (began + y - k.gap) / 2;
    boxes.producers.push({ source, kinds, x: 8, y: Math.max(began, centre - p.height / 2), width: p.width, height: p.height });
    y = Math.max(y, boxes.producers.at(-1).y + p.height + k.gap) + between;
  }
  const height = Math.max(consumersEnd, y - between) + 16;
  return { ...boxes, edges: edges(boxes), height, bus: { x: middle - 16, y: 8, width: k.width + 32, height: height - 16 } };
}

function edges({ producers, kinds, consumers, teams }) {
  const to = new Map(consumers.map((box) => [box.consumer.title, box]));
  for (const team of teams.filter((one) => !one.open)) for (const member of team.members) to.set(member.title, team);
  const kindBoxes = new Map(kinds.map((box) => [box.kind.key, box]));
  const all = [];
  for (const from of producers) {
    for (const kind of from.kinds) all.push({ id: `> ${kind.key}`, kind: kind.key, from: from.source, path: curve(from, kindBoxes.get(kind.key)) });
  }
  for (const from of kinds) {
    for (const target of new Set(from.kind.hearers.map((title) => to.get(title)).filter(Boolean))) {
      const title = target.consumer?.title ?? null;
      all.push({
        id: `${from.kind.key} > ${title ?? target.name}`, kind: from.kind.key, title, team: title ? null : target.name, idle: from.kind.idle,
        path: curve(from, target),
      });
    }
  }
  return all;
}

function curve(from, to) {
  const [x1, y1, x2, y2] = [from.x + from.width, from.y + from.height / 2, to.x, to.y + to.height / 2];
  const bend = Math.max(24, (x2 - x1) / 2);
  return `M ${x1} ${y1} C ${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
