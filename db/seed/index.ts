export { demoFiles, demoItems, type DemoItem } from './items.ts';
export { COLUMNS, seedReference, UNITS } from './reference.ts';
