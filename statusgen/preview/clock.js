// Only in the preview, and only where another instant than now is shown: the page's own script sees the clock run from there.
"use strict";
{
  const RealDate = Date;
  const ahead = RealDate.parse(document.currentScript.dataset.at) - RealDate.now();
  globalThis.Date = class extends RealDate {
    constructor(...parts) {
      if (parts.length) super(...parts);
      else super(RealDate.now() + ahead);
    }
    static now() {
      return RealDate.now() + ahead;
    }
  };
}
