// What bin/desk.js starts with, in one file: the real world, and the program that runs in it.
export { main } from './main.ts';
export { nodeWorld } from './terminal/node-world.ts';
