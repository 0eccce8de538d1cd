/**
 * Every shell says that it has not started until its script takes these words away: a page that
 * could not load a part of itself would otherwise be a page without a button.
 */

function words(): HTMLElement | null {
  return document.getElementById("unstarted");
}

/** To be called when all that the page begins with is there and at work. */
export function started(): void {
  const element = words();
  if (element) element.hidden = true;
}

/** What came later did not load: the same words show the other ways again. */
export function stopped(): void {
  const element = words();
  if (element) element.hidden = false;
}
