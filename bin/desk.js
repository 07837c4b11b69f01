#!/usr/bin/env node
// The real world in, the exit code out. CommonJS, because an ES module as the entry point costs Node 5 ms a start.
// The exit code is only set, never forced: Node leaves by itself once everything that was written has gone out.
'use strict';
const { load } = require('./load.js');

const { main, nodeWorld } = load('main.cjs');
main(process.argv.slice(2), nodeWorld()).then((code) => {
  process.exitCode = code;
});
