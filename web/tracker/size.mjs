// Fails the build when the tracker outgrows its budget: customers load it on every page.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const budgetBytes = 3072;
const script = readFileSync(new URL('../dist/tippen-tracker.js', import.meta.url));
const gzipBytes = gzipSync(script, { level: 9 }).length;
console.log(
  `tippen-tracker.js: ${script.length} bytes, ${gzipBytes} bytes gzip -9 (budget ${budgetBytes})`,
);
if (gzipBytes > budgetBytes) {
  console.error(`The tracker is ${gzipBytes - budgetBytes} bytes over its budget.`);
  process.exitCode = 1;
}
