/** What makes a chosen file ready, and draws a picture anew: one part, fetched when she picks one. */

export { prepareFile } from "../lib/prepare.ts";
export { redraw } from "./redraw.ts";
