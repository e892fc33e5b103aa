import { readFileSync } from 'node:fs';
import { readPage } from './src/audits/read/read-page.ts';
const p=readPage(readFileSync('/work/shared/pages/html/wx-11.html','utf8'),'http://x/');
p.lines.forEach((l,i)=>{ const path=[];let b=l.block;for(let n=0;n<6&&b;n++){path.push(p.blocks[b]!.tag+'.'+p.blocks[b]!.look+(p.blocks[b]!.aside?'!':''));b=p.blocks[b]!.parent} console.log(i,p.text.slice(l.start,l.end).slice(0,30),'<<',path.join(' < ').slice(0,150))});
