// Judges pairs of JSON Schemas independently of Waybill: json-schema-faker makes values, some of them are disturbed, and ajv says which schema accepts them.
// One request a line on standard input, one answer a line on standard output, in the same order.
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

const require = createRequire(`${process.argv[2]}/package.json`);
const { generateSync } = await import(`file://${process.argv[2]}/node_modules/json-schema-faker/dist/index.js`); // An ES module only.
const Ajv = require('ajv/dist/2020.js').default;
const addFormats = require('ajv-formats').default;

const perSchema = Number(process.argv[3] ?? 4);
const compiled = new Map();

for await (const line of createInterface({ input: process.stdin })) {
  const { seed, old, new: next, names, examples } = JSON.parse(line);
  const random = generator(seed);
  const [acceptsOld, acceptsNew] = [compile(old), compile(next)];
  const [fromOld, fromNew] = [withDisturbed(make(old, random), random), withDisturbed(make(next, random), random)];
  const answers = [
    ...fromOld.map(value => ({ value, from: 'old' })),
    ...fromNew.map(value => ({ value, from: 'new' })),
    ...fromOld.concat(fromNew).map(value => ({ value: addName(value, names, random), from: 'anything' })),
    ...examples.map(value => ({ value, from: 'waybill' })),
  ].map(answer => ({ ...answer, old: acceptsOld(answer.value), new: acceptsNew(answer.value) }));
  process.stdout.write(`${JSON.stringify(answers)}\n`);
}

/** The same schema often comes with several changes; the last few are kept. */
function compile(schema) {
  const text = JSON.stringify(schema);
  if (!compiled.has(text)) {
    if (compiled.size > 50) {
      compiled.clear();
    }
    const ajv = new Ajv({ strict: false, allErrors: false, logger: false });
    addFormats(ajv);
    // ajv-formats asks for a dot in the domain of an email; RFC 5321 does not.
    const withDot = ajv.formats.email;
    ajv.addFormat('email', text => withDot.test(text) || withDot.test(`${text}.example`));
    compiled.set(text, ajv.compile(repaired(schema)));
  }
  return compiled.get(text);
}

/**
 * ajv 8.20.0 lets an array pass { contains } when the last thing looked at has passed: the array before where this one is empty, and
 * prefixItems where there are more of them than items. And { uniqueItems } takes the type in items for that of the prefix. Neither happens
 * in a schema of their own, with contains asking for as many items; that changes nothing else.
 */
function repaired(schema) {
  if (schema === null || typeof schema !== 'object') {
    return schema;
  }
  if (Array.isArray(schema)) {
    return schema.map(repaired);
  }
  const copy = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, name === 'const' || name === 'enum' ? value : repaired(value)]));
  const { contains, minContains = 1, maxContains = Number.MAX_SAFE_INTEGER, uniqueItems, ...rest } = copy;
  const alone = [
    ...(contains === undefined ? [] : [{ contains, minContains, maxContains, minItems: minContains }]),
    ...(uniqueItems === undefined ? [] : [{ uniqueItems }]),
  ];
  return alone.length === 0 ? rest : { ...rest, allOf: [...(rest.allOf ?? []), ...alone] };
}

function withDisturbed(values, random) {
  return [...values, ...values.flatMap(value => [disturb(value, random), disturb(disturb(value, random), random)])];
}

/** Values of the schema, as far as the faker understands it. */
function make(schema, random) {
  const values = [];
  for (let i = 0; i < perSchema; i++) {
    try {
      const value = generateSync(schema, { seed: Math.floor(random() * 2 ** 31), optionalsProbability: random(), maxDepth: 4, refDepthMax: 2, formats: {} });
      values.push(value === undefined ? null : JSON.parse(JSON.stringify(value) ?? 'null'));
    } catch {
      values.push(scalar(random)); // Nothing satisfies this schema, or the faker does not know how.
    }
  }
  return values;
}

/** The value with one place of it changed. */
function disturb(value, random) {
  const copy = structuredClone(value);
  const places = walk(copy, { root: copy }, 'root');
  const { holder, key } = places[Math.floor(random() * places.length)];
  const at = holder[key];
  const how = random();
  if (Array.isArray(holder) && how < 0.2) {
    holder.splice(key, 1);
  } else if (Array.isArray(at) && how < 0.6) {
    at.push(at.length > 0 && random() < 0.7 ? structuredClone(at[0]) : scalar(random));
  } else if (typeof at === 'number' && how < 0.8) {
    holder[key] = at + [1, -1, 0.5, -0.5, 10, -10][Math.floor(random() * 6)];
  } else if (typeof at === 'string' && how < 0.6) {
    holder[key] = random() < 0.5 ? `${at}a` : at.slice(0, -1);
  } else if (!Array.isArray(holder) && key !== 'root' && how < 0.5) {
    delete holder[key];
  } else {
    holder[key] = scalar(random);
  }
  return places[0].holder.root;
}

/** The value with a property more at one of its objects. */
function addName(value, names, random) {
  const copy = structuredClone(value);
  const objects = walk(copy, { root: copy }, 'root').map(({ holder, key }) => holder[key]).filter(at => at !== null && typeof at === 'object' && !Array.isArray(at));
  if (objects.length > 0) {
    objects[Math.floor(random() * objects.length)][names[Math.floor(random() * names.length)]] = scalar(random);
  }
  return copy;
}

function walk(value, holder, key) {
  const inner = value !== null && typeof value === 'object' ? Object.keys(value) : [];
  return [{ holder, key }, ...inner.flatMap(name => walk(value[name], value, Array.isArray(value) ? Number(name) : name))];
}

function scalar(random) {
  const values = [null, true, false, 0, 1, 2, 3, 5, 7, -1, 1.5, 100, '', 'a', 'abc', 'AB', 'ABC', 'zz', '2026-01-31', [], [1], ['a', 'b'], [1, 1], {}];
  return structuredClone(values[Math.floor(random() * values.length)]);
}

/** mulberry32 */
function generator(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
