// Prints what the official AsyncAPI parser makes of the document on standard input, as JSON. The parser does not hold a message's
// examples against its payload's schema (AsyncAPI 3.0: draft 07 and a few words more), so Ajv does.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(process.cwd() + '/package.json');
const { Parser } = require('@asyncapi/parser');
const Ajv = require('ajv');

const severities = ['error', 'warning', 'information', 'hint'];
const { document, diagnostics } = await new Parser().parse(readFileSync(0, 'utf8'));
const findings = diagnostics.map(d => ({ severity: severities[d.severity], message: d.message, path: d.path.join('/') }));
const ajv = require('ajv-formats')(new Ajv({ strict: false, allErrors: true }));
for (const message of document?.components().messages().all() ?? []) {
  const validate = ajv.compile(message.payload().json());
  for (const example of message.examples().all()) {
    if (!validate(example.payload())) {
      findings.push({ severity: 'error', message: ajv.errorsText(validate.errors), path: `${message.id()}/examples/${example.name()}` });
    }
  }
}

process.stdout.write(JSON.stringify({
  version: document?.version() ?? null,
  channels: document?.channels().all().map(channel => channel.address()) ?? [],
  operations: document?.operations().all().map(operation => `${operation.id()} ${operation.action()}`) ?? [],
  findings,
}));
