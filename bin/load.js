// Loads the program's files from dist/ with V8's code cache.
//
// Compiling is most of what a start costs. So after a run that had to compile something, V8's code for the files that
// this run used is kept under $XDG_CACHE_HOME/desk/code (or ~/.cache/desk/code), a folder for each Node version, and
// the next start only reads it. The folder may be deleted at any time. DESK_CODE_CACHE=off keeps away from it.
// Measured beside `node -e 0` at 24 ms: `desk --version` 34 with kept code, 40 without, 46 when it is made (Node 20).
// A command pays more for what it loads: one that imports undici and conf 84 with kept code, 137 without.
// Whatever goes wrong with the cache, the program runs: then it is compiled as Node itself would.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const dist = path.join(__dirname, '..', 'dist');
const cache = cacheFolder();
const modules = new Map();
const scripts = new Map();
let compiled = false;

/** Gives the exports of a file in dist/; for anything else it is Node's own require. */
exports.load = function load(id) {
  const name = path.basename(id);
  const known = modules.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  modules.set(name, module);
  try {
    run(name, module);
  } catch (error) {
    modules.delete(name);
    throw error;
  }
  return module.exports;
};

function run(name, module) {
  const filename = path.join(dist, name);
  const script = compile(name, filename);
  script.runInThisContext()(module.exports, requireFromDist, module, filename, dist);
}

function requireFromDist(id) {
  if (id.startsWith('./') && id.endsWith('.cjs')) return exports.load(id);
  return costly.has(id.replace(/^node:/, '')) ? whenTouched(id) : require(id);
}

// Parts of Node that take 0.3 to 5 ms to load and that most commands import only for what they do in the end, or in trouble.
// None that is a class: what extends it needs it at once.
const costly = new Set([
  'child_process',
  'crypto',
  'dns',
  'fs/promises',
  'http',
  'http2',
  'https',
  'net',
  'os',
  'readline',
  'timers/promises',
  'tls',
  'tty',
  'worker_threads',
  'zlib',
]);

/** A part of Node that is loaded when something in it is first asked for. */
function whenTouched(id) {
  let part;
  const touched = () => (part ??= require(id));
  return new Proxy(
    {},
    {
      get: (_, key) => touched()[key],
      has: (_, key) => key in touched(),
      ownKeys: () => Reflect.ownKeys(touched()),
      getOwnPropertyDescriptor: (_, key) => {
        const found = Reflect.getOwnPropertyDescriptor(touched(), key);
        return found && { ...found, configurable: true }; // a proxy may not tell otherwise
      },
    },
  );
}

function compile(name, filename) {
  const source = fs.readFileSync(filename, 'utf8');
  const stamp = source.slice(-stampLength);
  const cachedData = cache === undefined ? undefined : kept(name, stamp);
  const script = new vm.Script(source, { filename, cachedData });
  if (cachedData === undefined || script.cachedDataRejected) compiled = true;
  if (cache !== undefined) scripts.set(name, { script, stamp });
  return script;
}

// Each file in dist/ ends with a hash of its text (scripts/build.js). The kept code begins with the same hash:
// V8 itself would accept code made from another text of the same length.
const stampLength = 16;

function kept(name, stamp) {
  try {
    const data = fs.readFileSync(path.join(cache, name));
    return data.latin1Slice(0, stampLength) === stamp ? data.subarray(stampLength) : undefined;
  } catch {
    return undefined;
  }
}

if (cache !== undefined) process.once('exit', () => compiled && keep());

function keep() {
  try {
    makeFolder(cache);
    for (const [name, { script, stamp }] of scripts) {
      const temporary = path.join(cache, `${name}.${process.pid}`);
      fs.writeFileSync(temporary, Buffer.concat([Buffer.from(stamp, 'latin1'), script.createCachedData()]), { mode: 0o600 });
      fs.renameSync(temporary, path.join(cache, name));
    }
  } catch {
    // A cache that cannot be written costs the next start some milliseconds, nothing else.
  }
}

/** Not mkdir's own `recursive`: on Node 20 that never ends where a file system makes no folders, such as /proc. */
function makeFolder(folder) {
  if (fs.existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  fs.mkdirSync(folder, { mode: 0o700 });
}

function cacheFolder() {
  const { DESK_CODE_CACHE, XDG_CACHE_HOME, HOME } = process.env;
  if (DESK_CODE_CACHE === 'off') return undefined;
  const home = XDG_CACHE_HOME && path.isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : HOME && path.join(HOME, '.cache');
  if (!home) return undefined;
  const folder = path.join(home, 'desk', 'code', `${process.version}-${process.arch}`);
  return mine(folder) ? folder : undefined;
}

/** Code is only taken from a folder that belongs to whom it runs for, and that nobody else can write; or is to be made yet. */
function mine(folder) {
  try {
    const { uid, mode } = fs.statSync(folder);
    return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
  } catch (error) {
    return error.code === 'ENOENT';
  }
}
