/**
 * seal-worker.ts for browsers whose WebCrypto lacks an algorithm. A worker has no import map and so
 * no sum for what it asks for by `import()`, which WebKit refuses it under the page's
 * `Integrity-Policy` (docs/adr/0016). So all is there before it starts; `import()` then finds it.
 */

import "./noble-chacha.ts";
import "./noble-curves.ts";
import "./seal-worker.ts";
