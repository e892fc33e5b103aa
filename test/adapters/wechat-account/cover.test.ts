import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawCover, setTitle, templateCover } from '../../../adapters/wechat-account/cover.ts';
import { fitCover, fitPicture } from '../../../adapters/wechat-account/picture.ts';
import { assetOf, failure } from './support.ts';

const noise = (width: number, height: number): Sharp =>
  sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });

describe('the drawn cover', () => {
  it('is the same bytes for the same title, 900 × 383', async () => {
    const once = await templateCover('关于停水的通知', '明溪县人民政府办公室');
    expect((await templateCover('关于停水的通知', '明溪县人民政府办公室')).data).toEqual(once.data);
    expect(await sharp(once.data).metadata()).toMatchObject({ format: 'jpeg', width: 900, height: 383 });
  });

  it('needs no font: it holds outlines and no text', () => {
    const svg = drawCover('关于停水的通知', '明溪县');
    expect(svg).not.toMatch(/<text|font-family/);
    expect(svg.match(/<path transform/g)).toHaveLength(10);
  });

  it('sets any title in one to three lines, losing only what does not fit', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('明溪县《》（），。A1 𠮷😀\u0301')), minLength: 1 }),
        (title) => {
          const { lines } = setTitle(title);
          expect(lines.length).toBeGreaterThan(0);
          expect(lines.length).toBeLessThan(4);
          const text = lines.join('');
          expect(text.endsWith('…') || text === title.replace(/\s+/g, ' ').trim()).toBe(true);
        },
      ),
    );
  });

  it('begins no line with a closing mark and ends none with an opening one', () => {
    const { lines } = setTitle('关于印发《明溪县生活垃圾分类办法（试行）》、《实施细则》的通知');
    expect(lines.filter((line) => /^[，。、）》]/.test(line))).toEqual([]);
    expect(lines.filter((line) => /[（《]$/.test(line))).toEqual([]);
  });
});

describe('pictures', () => {
  it('that fit are sent untouched', async () => {
    const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    expect((await fitPicture(assetOf(png, 'image/png'))).data).toBe(png);
  });

  it.each([
    ['too large', () => noise(900, 900).png().toBuffer(), 'image/png'],
    ['of another kind', () => noise(300, 200).webp().toBuffer(), 'image/webp'],
  ])('%s are sent as JPEG below 1 MB', async (_, make, mime) => {
    const { data, mime: sent } = await fitPicture(assetOf(await make(), mime));
    expect(sent).toBe('image/jpeg');
    expect(data.length).toBeLessThan(1_000_000);
  });

  it('that are none are refused by name', async () => {
    const broken = assetOf(randomBytes(1_200_000), 'image/png');
    expect(await failure(fitPicture(broken))).toMatchObject({ fault: 'refused', message: /无法识别/ });
    expect(await failure(fitCover(broken))).toMatchObject({ fault: 'refused' });
  });

  it('become covers in the cover’s shape', async () => {
    const { data } = await fitCover(assetOf(await noise(300, 300).jpeg().toBuffer(), 'image/jpeg'));
    expect(await sharp(data).metadata()).toMatchObject({ format: 'jpeg', width: 900, height: 383 });
  });
});
