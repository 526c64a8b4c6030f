// @ts-check
'use strict';

/** Bytes of one script file of ballast. */
const CHUNK_BYTES = 512 * 1024;
const MEGABYTE = 1024 * 1024;

/** @type {Map<number, string[]>} by size; equal for every sandbox of a process, made once */
const made = new Map();

/** @param {number} index one module of about 900 bytes that does a little work when it is required */
function ballastModule(index) {
  return `__d("WAWebBallast${index}",[],(function(g,require,d,n,l,module,exports){"use strict";
var table=[${Array.from({ length: 12 }, (_, k) => (index * 31 + k * 17) % 997).join(',')}];
function mix(a,b){var s=0;for(var i=0;i<table.length;i++){s=(s*33+table[i]*a-b)|0;if(s%7===${index % 7})s^=i;}return s;}
function describe(value){switch(value%5){case 0:return"ballast-${index}-zero";case 1:return"ballast-${index}-one";case 2:return"ballast-${index}-two";default:return"ballast-${index}-many";}}
function Shape(x,y){this.x=x;this.y=y;this.id=${index};}
Shape.prototype.area=function(){return Math.abs(this.x*this.y)+mix(this.x,this.y);};
Shape.prototype.scale=function(k){return new Shape(this.x*k,this.y*k);};
Shape.prototype.toString=function(){return"Shape "+this.id+" ("+this.x+", "+this.y+") "+describe(this.id);};
exports.mix=mix;exports.describe=describe;exports.Shape=Shape;exports.base=mix(${index},${index + 3});
}),98);
`;
}

/**
 * Script that costs what a real page's script costs: transferred, parsed, and a third of it run.
 * @param {number} megabytes
 * @returns {string[]} script files
 */
function ballast(megabytes) {
  const known = made.get(megabytes);
  if (known) return known;
  /** @type {string[]} */
  const chunks = [];
  let index = 0;
  for (let left = megabytes * MEGABYTE; left > 0; left -= CHUNK_BYTES) {
    const size = Math.min(left, CHUNK_BYTES);
    let text = '';
    const ran = [];
    while (text.length < size) {
      text += ballastModule(index);
      if (index % 3 === 0) ran.push(`WAWebBallast${index}`);
      index += 1;
    }
    const name = `WAWebBallastChunk${chunks.length}`;
    chunks.push(
      `${text}__d("${name}",${JSON.stringify(ran)},(function(g,require,d,n,l,module,exports){${JSON.stringify(ran)}.forEach(function(id){require(id);});}),98);\n`,
    );
  }
  made.set(megabytes, chunks);
  return chunks;
}

module.exports = { ballast };
