// A ZIP made in the browser, file by file: stored, not compressed, as PDFs and pictures are compressed already.
// The format is PKWARE's APPNOTE 6.3, within what fits without its ZIP64 records.

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum;
});

function checksum(bytes: Uint8Array): number {
  let sum = ~0;
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 255]! ^ (sum >>> 8);
  return ~sum >>> 0;
}

/** Numbers as the format has them: the least byte first; each with how many bytes it takes. */
function packed(...fields: [value: number, bytes: 2 | 4][]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [, bytes]) => sum + bytes, 0)));
  let at = 0;
  for (const [value, bytes] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  return new Uint8Array(view.buffer);
}

/** Local time, in steps of two seconds, and the date. */
const moment = (at: Date): [time: number, date: number] => [
  (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1),
  ((at.getFullYear() - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate(),
];

const NEEDS = 20; // the format's version 2.0
const NAMES_IN_UTF8 = 0x800;

export class Zip {
  #files: BlobPart[] = [];
  #list: BlobPart[] = [];
  #names = new Set<string>();
  #size = 0;
  #listed = 0;

  get files(): number {
    return this.#names.size;
  }

  /** Only one file's bytes are held at a time: the browser keeps the rest where it keeps files. */
  async add(wanted: string, file: Blob, at: Date): Promise<void> {
    const name = new TextEncoder().encode(this.#free(wanted));
    const sum = checksum(new Uint8Array(await file.arrayBuffer()));
    const [time, date] = moment(at);
    const told: [number, 2 | 4][] = [
      [NEEDS, 2], [NAMES_IN_UTF8, 2], [0, 2], [time, 2], [date, 2], [sum, 4], [file.size, 4], [file.size, 4], [name.length, 2], [0, 2],
    ];
    const head = packed([0x04034b50, 4], ...told);
    this.#list.push(packed([0x02014b50, 4], [NEEDS, 2], ...told, [0, 2], [0, 2], [0, 2], [0, 4], [this.#size, 4]), name);
    this.#listed += 46 + name.length;
    this.#files.push(head, name, file);
    this.#size += head.length + name.length + file.size;
  }

  finished(): Blob {
    const end = packed([0x06054b50, 4], [0, 2], [0, 2], [this.files, 2], [this.files, 2], [this.#listed, 4], [this.#size, 4], [0, 2]);
    return new Blob([...this.#files, ...this.#list, end], { type: "application/zip" });
  }

  /** A name that no other file has. */
  #free(wanted: string): string {
    const [, stem = wanted, ending = ""] = /^(.+?)(\.[^.]{1,5})?$/.exec(wanted) ?? [];
    let name = wanted;
    for (let n = 2; this.#names.has(name); n++) name = `${stem} (${n})${ending}`;
    this.#names.add(name);
    return name;
  }
}
