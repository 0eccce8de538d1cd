/** The ways from what a panel shows. Panels know no more of the page they stand on. */

export interface Navigation {
  /** Shows the report, with all that is known of it now, and its heading in focus. */
  readonly home: () => void;
  /** Shows a page of its own in place of the report, its heading in focus. */
  readonly subpage: (...content: (Node | string)[]) => void;
  /** Forgets everything and shows the first page again. */
  readonly lock: () => void;
}
